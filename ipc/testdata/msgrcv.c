/* What msgrcv chooses: for each line "s TYPE" a message of that type is sent
 * whose text is the number of the line, counted from 0; for "r TYPE EXCEPT" one
 * is received, if there is one, and its type and text are printed. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>

int main(void)
{
	struct {
		long type;
		char text[32];
	} m;
	char what;
	long type;
	int id = msgget(IPC_PRIVATE, 0600), except;
	if (id < 0) {
		perror("msgget");
		return 1;
	}
	for (int i = 0; scanf(" %c %ld", &what, &type) == 2; i++) {
		if (what == 's') {
			m.type = type;
			int n = sprintf(m.text, "%d", i);
			if (msgsnd(id, &m, n, IPC_NOWAIT) < 0)
				perror("msgsnd");
			continue;
		}
		if (scanf("%d", &except) != 1)
			break;
		ssize_t n = msgrcv(id, &m, sizeof m.text, type, IPC_NOWAIT | (except ? MSG_EXCEPT : 0));
		if (n >= 0)
			printf("%d %ld %.*s\n", i, m.type, (int)n, m.text);
		else if (errno == ENOMSG)
			printf("%d none\n", i);
		else
			perror("msgrcv");
	}
	msgctl(id, IPC_RMID, NULL);
	return 0;
}

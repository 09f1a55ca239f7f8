# needs: gcc
# system(3), popen(3), wordexp(3) and the exec functions of the C library.
cat >t.c <<'E'
#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>
static void told(const char *what, int s) {
	if (WIFSIGNALED(s)) printf("%s: signal %d\n", what, WTERMSIG(s));
	else printf("%s: status %d\n", what, WEXITSTATUS(s));
	fflush(stdout);
}
int main(void) {
	char line[256];
	const char *commands[] = {"exit 3", "kill -9 $$", "kill -INT $$; echo no", "echo a | (cat; exit 4)", "nosuch 2>/dev/null", "", " ", "-x", "- echo", "(exit 5)", "exec true", "true &", "sleep 0 & wait $!", "echo 'unclosed", "set -e; false; :", "trap 'exit 6' EXIT", "{ exit 7; }", "! true", ":;", "#", "exit 256", "echo $$ | grep -c .", "ulimit -c 0; kill -ABRT $$", 0};
	told("no command", system(NULL) ? 0 : 1);
	freopen("/dev/null", "w", stderr);
	for (const char **c = commands; *c; c++) { fflush(stdout); told(*c, system(*c)); }
	FILE *p = popen("echo x; echo y; exit 3", "r");
	while (fgets(line, sizeof line, p)) printf("read %s", line);
	told("popen r", pclose(p));
	p = popen("tr a-z A-Z; exit 4", "w"); fputs("written\n", p); told("popen w", pclose(p));
	p = popen("read a; echo \"<$a>\"; cat", "w"); fputs("one\ntwo\nthree\n", p); told("popen read", pclose(p));
	p = popen("exec 2>&1; cat /proc/self/stat | cut -d' ' -f5", "r"); fgets(line, sizeof line, p); printf("group %d\n", atoi(line) == getpgrp()); told("popen group", pclose(p));
	p = popen("yes; exit $?", "r"); fgets(line, sizeof line, p); told("popen closed", pclose(p));
	signal(SIGPIPE, SIG_IGN); p = popen("yes 2>/dev/null; echo $? >&2", "r"); fgets(line, sizeof line, p); told("SIGPIPE ignored", pclose(p)); signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_IGN); told("INT ignored", system("trap 'echo no' INT; kill -INT $$; sh -c 'kill -INT $$; exit 2'")); signal(SIGINT, SIG_DFL);
	sigset_t all, old; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, &old); told("all blocked", system("sh -c 'exit 3'; test $? = 3 && exit 8")); sigprocmask(SIG_SETMASK, &old, NULL);
	signal(SIGCHLD, SIG_IGN); printf("ignored SIGCHLD: %d\n", system("sh -c 'exit 3'; test $? = 3 && echo three")); signal(SIGCHLD, SIG_DFL);
	wordexp_t w; memset(&w, 0, sizeof w);
	printf("wordexp %d", wordexp("a $(echo b c) \"$(echo d e)\" $((1+2)) ~root `echo f`", &w, 0)); for (size_t i = 0; i < w.we_wordc; i++) printf(" <%s>", w.we_wordv[i]); puts(""); fflush(stdout);
	FILE *f = fopen("noshebang", "w"); fputs("echo \"run by sh: $*\"; exit 9\n", f); fclose(f); chmod("noshebang", 0755);
	if (fork() == 0) { execlp("./noshebang", "noshebang", "a", "b c", NULL); _exit(127); }
	int s; wait(&s); told("execlp without an interpreter line", s);
	if (fork() == 0) { execl("/bin/sh", "sh", "-c", "echo \"$0 $1\"", "zero", "one", NULL); _exit(127); }
	wait(&s); told("sh -c", s);
	if (fork() == 0) { close(0); execl("/bin/sh", "sh", "-c", "read x || echo no input >f; cat f", NULL); _exit(127); }
	wait(&s); told("no standard input", s);
	if (fork() == 0) { close(1); execl("/bin/sh", "sh", "-c", "echo lost 2>/dev/null; test $? -ne 0 && exit 5", NULL); _exit(127); }
	wait(&s); told("no standard output", s);
	if (fork() == 0) { char *none[] = {NULL}; execle("/bin/sh", "sh", "-c", "ls /bin/sh; echo \"${HOME-no home}\"", NULL, none); _exit(127); }
	wait(&s); told("no environment", s);
	if (fork() == 0) { execl("/bin/sh", NULL, NULL); _exit(127); }
	wait(&s);
	if (fork() == 0) { freopen("noshebang", "r", stdin); execl("/bin/sh", "-sh", NULL); _exit(127); }
	wait(&s); told("login shell", s);
	return 0;
}
E
gcc -w -o t t.c && ./t; echo "status $?"; rm -f t

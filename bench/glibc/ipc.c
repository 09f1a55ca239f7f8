/* ipc.c: what processes share, with the C library and the kernel alone, to
 * compare with what bench/goipc does.
 *
 *   ipc lock|lock2|semop|flock N   N times lock and unlock, lock2 in 2 processes
 *   ipc ring|pipe|sysv|mq N SIZE   N messages of SIZE bytes, from a child
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void *shared(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		fail("mmap");
	return p;
}

static void finish(pid_t child)
{
	int status;
	if (waitpid(child, &status, 0) != child || status != 0)
		fail("child");
}

struct counted {
	pthread_mutex_t lock;
	_Alignas(64) volatile uint32_t sum;
};

static struct counted *counted(void)
{
	struct counted *c = shared(sizeof *c);
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	if (pthread_mutex_init(&c->lock, &attr) != 0)
		fail("pthread_mutex_init");
	return c;
}

static void lock(long n, int processes)
{
	struct counted *c = counted();
	pid_t child = 0;
	if (processes == 2 && (child = fork()) < 0)
		fail("fork");
	for (long i = 0; i < n; i++) {
		if (pthread_mutex_lock(&c->lock) != 0)
			fail("lock");
		if (processes == 2)
			c->sum++;
		if (pthread_mutex_unlock(&c->lock) != 0)
			fail("unlock");
	}
	if (processes == 2) {
		if (child == 0)
			_exit(0);
		finish(child);
		printf("%u\n", c->sum);
	} else {
		printf("%ld\n", n);
	}
}

static void semop_(long n, short flags)
{
	int id = semget(IPC_PRIVATE, 1, 0600);
	if (id < 0)
		fail("semget");
	struct sembuf down = {0, -1, flags}, up = {0, 1, flags};
	if (semctl(id, 0, SETVAL, 1) < 0)
		fail("semctl");
	for (long i = 0; i < n; i++)
		if (semop(id, &down, 1) < 0 || semop(id, &up, 1) < 0)
			fail("semop");
	semctl(id, 0, IPC_RMID);
	printf("%ld\n", n);
}

static void flock_(long n)
{
	FILE *f = tmpfile();
	if (!f)
		fail("tmpfile");
	int fd = fileno(f);
	for (long i = 0; i < n; i++)
		if (flock(fd, LOCK_EX) < 0 || flock(fd, LOCK_UN) < 0)
			fail("flock");
	printf("%ld\n", n);
}

/* A ring for one that writes and one that reads, who sleep when they have
 * waited for a while. */
#define RING (1 << 20)

struct ring {
	_Alignas(64) _Atomic uint32_t written;
	_Atomic uint32_t filled;
	_Alignas(64) _Atomic uint32_t read;
	_Atomic uint32_t drawn;
	_Alignas(64) unsigned char data[RING];
};

static void wake(_Atomic uint32_t *event)
{
	uint32_t v = atomic_load(event);
	if (v & 1) {
		atomic_store(event, (v + 2) & ~1u);
		syscall(SYS_futex, event, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
	}
}

static void pause_(void)
{
#ifdef __x86_64__
	__builtin_ia32_pause();
#endif
}

#define AWAIT(event, condition)                                                        \
	for (int spun = 0; !(condition); spun++) {                                     \
		if (spun < 1000) {                                                     \
			pause_();                                                      \
			continue;                                                      \
		}                                                                      \
		uint32_t v = atomic_fetch_or(event, 1) | 1;                            \
		if (!(condition))                                                      \
			syscall(SYS_futex, event, FUTEX_WAIT, v, NULL, NULL, 0);       \
	}

static uint32_t room(uint32_t n) { return (n + 4 + 7) & ~7u; }

static void ring_send(struct ring *r, uint32_t *seen, const unsigned char *p, uint32_t n)
{
	uint32_t at = atomic_load_explicit(&r->written, memory_order_relaxed), need = room(n);
	if (RING - (at - *seen) < need)
		AWAIT(&r->drawn, (*seen = atomic_load(&r->read), RING - (at - *seen) >= need));
	uint32_t i = at % RING, first;
	memcpy(r->data + i, &n, 4);
	i = (i + 4) % RING;
	first = n < RING - i ? n : RING - i;
	memcpy(r->data + i, p, first);
	memcpy(r->data, p + first, n - first);
	atomic_store(&r->written, at + need);
	wake(&r->filled);
}

static uint32_t ring_receive(struct ring *r, uint32_t *seen, unsigned char *p, uint32_t max)
{
	uint32_t at = atomic_load_explicit(&r->read, memory_order_relaxed), n;
	if (*seen == at)
		AWAIT(&r->filled, (*seen = atomic_load(&r->written)) != at);
	uint32_t i = at % RING, first;
	memcpy(&n, r->data + i, 4);
	if (n > max)
		fail("too long");
	i = (i + 4) % RING;
	first = n < RING - i ? n : RING - i;
	memcpy(p, r->data + i, first);
	memcpy(p + first, r->data, n - first);
	atomic_store(&r->read, at + room(n));
	wake(&r->drawn);
	return n;
}

struct message {
	long type;
	unsigned char data[];
};

static void transfer(const char *kind, long n, int size)
{
	struct ring *ring = NULL;
	int ends[2], id = -1;
	mqd_t mq = -1;
	char name[64];
	struct message *m = malloc(sizeof *m + size);
	unsigned char *buf = calloc(1, size);
	uint32_t seen = 0;
	if (!strcmp(kind, "ring")) {
		ring = shared(sizeof *ring);
	} else if (!strcmp(kind, "pipe")) {
		if (pipe(ends) < 0)
			fail("pipe");
	} else if (!strcmp(kind, "sysv")) {
		if ((id = msgget(IPC_PRIVATE, 0600)) < 0)
			fail("msgget");
	} else {
		struct mq_attr attr = {.mq_maxmsg = 10, .mq_msgsize = size};
		snprintf(name, sizeof name, "/ipc-%d", getpid());
		if ((mq = mq_open(name, O_RDWR | O_CREAT, 0600, &attr)) < 0)
			fail("mq_open");
		mq_unlink(name);
	}
	pid_t child = fork();
	if (child < 0)
		fail("fork");
	if (child == 0) {
		for (long i = 0; i < n; i++) {
			uint32_t k = i;
			memcpy(buf, &k, 4);
			buf[size - 1] = i;
			if (ring) {
				ring_send(ring, &seen, buf, size);
			} else if (id >= 0) {
				m->type = 1;
				memcpy(m->data, buf, size);
				if (msgsnd(id, m, size, 0) < 0)
					fail("msgsnd");
			} else if (mq >= 0) {
				if (mq_send(mq, (char *)buf, size, 0) < 0)
					fail("mq_send");
			} else if (write(ends[1], buf, size) != size) {
				fail("write");
			}
		}
		_exit(0);
	}
	uint64_t sum = 0;
	for (long i = 0; i < n; i++) {
		if (ring) {
			ring_receive(ring, &seen, buf, size);
		} else if (id >= 0) {
			if (msgrcv(id, m, size, 0, 0) < 0)
				fail("msgrcv");
			memcpy(buf, m->data, size);
		} else if (mq >= 0) {
			if (mq_receive(mq, (char *)buf, size, NULL) < 0)
				fail("mq_receive");
		} else {
			for (int got = 0; got < size;) {
				ssize_t k = read(ends[0], buf + got, size - got);
				if (k <= 0)
					fail("read");
				got += k;
			}
		}
		uint32_t k;
		memcpy(&k, buf, 4);
		sum += (uint64_t)k + buf[size - 1];
	}
	finish(child);
	if (id >= 0)
		msgctl(id, IPC_RMID, NULL);
	printf("%llu\n", (unsigned long long)sum);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: ipc what n [size]\n");
		return 2;
	}
	long n = atol(argv[2]);
	if (!strcmp(argv[1], "lock"))
		lock(n, 1);
	else if (!strcmp(argv[1], "lock2"))
		lock(n, 2);
	else if (!strcmp(argv[1], "semop"))
		semop_(n, SEM_UNDO);
	else if (!strcmp(argv[1], "flock"))
		flock_(n);
	else if (argc > 3)
		transfer(argv[1], n, atoi(argv[3]));
	return 0;
}

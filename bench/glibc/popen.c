/* popen.c: what popen of the C library costs, to compare with.
 *
 *   popen each N COMMAND   N times popen(COMMAND, "r") and pclose
 *   popen read COMMAND     read what COMMAND writes, and print how much
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int each(long n, const char *command)
{
	while (n-- > 0) {
		FILE *f = popen(command, "r");
		if (f == NULL || pclose(f) != 0) {
			perror(command);
			return 1;
		}
	}
	return 0;
}

static int drain(const char *command)
{
	static char buf[65536];
	unsigned long long total = 0;
	size_t n;
	FILE *f = popen(command, "r");
	if (f == NULL) {
		perror(command);
		return 1;
	}
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		total += n;
	printf("%llu\n", total);
	return pclose(f) != 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "each") == 0)
		return each(atol(argv[2]), argv[3]);
	if (argc == 3 && strcmp(argv[1], "read") == 0)
		return drain(argv[2]);
	fprintf(stderr, "usage: popen each N COMMAND | popen read COMMAND\n");
	return 2;
}

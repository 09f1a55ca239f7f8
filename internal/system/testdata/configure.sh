# needs: autoconf gcc make
# A configure script that autoconf makes of a small program.
cat >configure.ac <<'E'
AC_INIT([small program], [1.2], [nobody@example.com], [small])
AC_CONFIG_SRCDIR([main.c])
AC_CONFIG_HEADERS([config.h])
AC_PROG_CC
AC_PROG_INSTALL
AC_PROG_LN_S
AC_PROG_SED
AC_PROG_GREP
AC_PROG_EGREP
AC_PROG_AWK
AC_PROG_RANLIB
AC_CANONICAL_HOST
AC_SYS_LARGEFILE
AC_C_BIGENDIAN
AC_C_INLINE
AC_C_CONST
AC_CHECK_HEADERS([stdlib.h unistd.h nosuch.h sys/epoll.h])
AC_CHECK_FUNCS([strlcpy memmem nosuchfunction getrandom])
AC_CHECK_LIB([m], [sin])
AC_CHECK_SIZEOF([long])
AC_CHECK_SIZEOF([void *])
AC_CHECK_TYPES([ptrdiff_t, nosuch_t])
AC_CHECK_DECLS([O_CLOEXEC, NOSUCH], [], [], [[#include <fcntl.h>]])
AC_COMPUTE_INT([SIX], [2*3])
AC_DEFINE_UNQUOTED([SIX], [$SIX], [six])
AC_ARG_ENABLE([thing], [AS_HELP_STRING([--enable-thing], [a thing])], [thing=$enableval], [thing=no])
AC_ARG_WITH([word], [AS_HELP_STRING([--with-word=W], [a word])], [AC_SUBST([WORD], [$withval])], [AC_SUBST([WORD], ["none 'at' \"all\" \\ \$x"])])
AC_MSG_CHECKING([for a here-document])
cat >conftest.txt <<_EOF
a `echo substitution` $(($SIX + 1))
_EOF
AC_MSG_RESULT([`cat conftest.txt`])
for i in a "b c" d; do AS_CASE([$i], [a|d], [AC_MSG_NOTICE([letter $i])], [AC_MSG_NOTICE([other $i])]); done
AC_CONFIG_FILES([Makefile sub/Makefile])
AC_CONFIG_FILES([run.sh], [chmod +x run.sh])
AC_CONFIG_COMMANDS([stamp], [echo "stamp $thing" >stamp], [thing=$thing])
AC_CONFIG_LINKS([linked.c:main.c])
AC_OUTPUT
E
mkdir -p sub build-aux; sed -i '/AC_CANONICAL_HOST/d' configure.ac
cat >Makefile.in <<'E'
CC = @CC@
CFLAGS = -O1 -w
srcdir = @srcdir@
prefix = @prefix@
VPATH = @srcdir@
OBJS = main.o a0.o a1.o a2.o a3.o a4.o a5.o a6.o a7.o
all: small sub-all
small: $(OBJS) ; $(CC) -o $@ $^ @LIBS@
main.o: main.c config.h ; $(CC) -I. -I$(srcdir) $(CFLAGS) -c -o $@ $<
$(filter a%,$(OBJS)): a%.o: ; printf 'int a%s(void) { return %s; }\n' $* $* >a$*.c && $(CC) $(CFLAGS) -c -o $@ a$*.c
sub-all: ; cd sub && $(MAKE) all
check: small ; @r=0; for t in 1 2 3; do if ./small $$t; then echo "PASS: $$t"; else echo "FAIL: $$t"; r=1; fi; done; exit $$r
install: all ; @INSTALL@ -d $(DESTDIR)$(prefix)/bin; @INSTALL@ -m 755 small $(DESTDIR)$(prefix)/bin/small
distclean: ; rm -f $(OBJS) a*.c small config.* Makefile
E
echo 'all: ; @echo "sub @PACKAGE_STRING@ @WORD@" | sed "s/@PACKAGE_NAME@/name/"' >sub/Makefile.in
printf '#! @SHELL@\necho "@host_alias@ @WORD@ @srcdir@"\n' | sed 's/ @SHELL@/\/bin\/sh/' >run.sh.in
cat >main.c <<'E'
#include "config.h"
#include <stdio.h>
int main(int argc, char **argv) { printf("%s %d\n", PACKAGE_STRING, SIX); return argc > 1 && argv[1][0] == '2'; }
E
: >install-sh; chmod +x install-sh
autoheader 2>&1; autoconf 2>&1; echo "status $?"
# Shells quote differently what set prints, and not all know the line they are at.
values() { (. ./$1; set | grep ^ac_cv_ | grep -v ^ac_cv_env_); }
export CONFIG_SHELL=/bin/sh
./configure --prefix=/opt/small --enable-thing 2>&1; echo "status $?"
cat config.h stamp run.sh; make -j4 2>&1 | sort; echo "status ${PIPESTATUS[0]}"; make check 2>&1; echo "status $?"
make install DESTDIR="$PWD/dest" 2>&1; ./run.sh; ./config.status --version | sed 1d; ./config.status 2>&1; ./config.status --recheck 2>&1 | tail -n 3
mkdir out && cd out && sh ../configure -C --with-word='a "b" $c `d`' 2>&1; echo "status $?"; cat run.sh; values config.cache; make -sj3 2>&1 | sort; cd ..
./configure --help; ./configure --nosuch 2>&1; echo "status $?"; ./configure CC=false 2>&1; echo "status $?"
./configure -q --cache-file=c >o 2>&1; echo "status $?"; cat o
sed -n '/^## Output/,$d; /^ac_cv/d; /^[a-z]/p' config.log | wc -l
sed 's/"\$LINENO"\|"[0-9][0-9][0-9]*"/LINE/; s/as_lineno-[$A-Z0-9]*}/LINE/' config.status | cksum
rm -rf config.log config.status out/config.status out/config.log c out/config.cache configure.lineno out/configure.lineno autom4te.cache

# needs: man
# ignore: var/cache/man/*
# man runs its pager, its filters and its preprocessors by sh.
export MANWIDTH=70 MAN_KEEP_FORMATTING=
cat >page.1 <<'E'
.TH PAGE 1
.SH NAME
page \- a page
.SH TABLE
.TS
l l.
a	b
.TE
.SH TEXT
Some \fBbold\fR text.
E
gzip -kn page.1
man -P cat ./page.1; echo "status $?"
man ./page.1.gz | sed -n 1,5p
man -P 'sed "s/^/> /" | head -n 4' ./page.1
PAGER='tr a-z A-Z' man ./page.1
MANPAGER='sh -c "col -b | sed -n 3,6p; exit 3"' man ./page.1; echo "status $?"
MANPAGER="sh -c 'col -bx | grep -c .'" man ./page.1
man -P false ./page.1; echo "status $?"
man -p t -t ./page.1 2>/dev/null | grep -v -e '^%%' -e Date | head -n 3
man nosuch-page-at-all 2>&1; echo "status $?"
nroff -man page.1 2>/dev/null | head -n 5; man --path >/dev/null; echo "status $?"
mandb -c -s . >/dev/null 2>&1; lexgrog page.1

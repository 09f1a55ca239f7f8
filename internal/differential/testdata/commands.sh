if true; then echo a; fi; if false; then echo b; else echo c; fi; if false; then :; elif true; then echo d; else echo e; fi

if false; then echo x; fi; echo $?; if true; then false; fi; echo $?; if (exit 3); then :; else echo $?; fi

if
true
then
echo a
else
echo b
fi

if ! false; then echo a; fi; if ! true; then :; else echo b; fi; ! false; echo $?; ! true; echo $?

while false; do :; done; echo $?; until true; do :; done; echo $?

i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; echo $?; until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i

for i in 1 2 3; do echo $i; done; echo $i; for i in; do echo no; done; echo $?; for i; do echo "$i"; done

for i
do echo "$i"; done; for i in a
do echo $i
done

for i in a b c; do if [ $i = b ]; then continue; fi; echo $i; done; for i in a b c; do [ $i = b ] && break; echo $i; done

for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done

for i in 1 2; do for j in a b; do [ $j = b ] && break 2; echo $i$j; done; done; echo $i $j

for i in 1 2; do for j in a b; do break 9; done; echo no; done; echo $?

for i in 1 2; do false; continue; done; echo $?; for i in 1 2; do false; break; done; echo $?

while :; do break; done; echo $?; while true; do (exit 3); break; done; echo $?

while :; do while :; do break; done; echo outer; break; done

i=0; while i=$((i+1)); [ $i -le 3 ]; do [ $i -eq 2 ] && continue; echo $i; done

for i in 1 2 3; do eval break; echo no; done; echo $i; for i in 1 2; do eval 'continue; echo no'; echo no; done; echo $i

for i in 1 2; do (break; echo no); echo $i; done

for i in 1 2; do { echo $i; break; } | cat; done

f() { for i in 1 2; do return 3; done; echo no; }; f; echo $?

f() { while :; do break; done; return; }; false; f; echo $?

case abc in a*) echo 1;; abc) echo 2;; esac; case x in a) :;; esac; echo $?; case x in x) (exit 4);; esac; echo $?

case x in y|x) echo a;; esac; case x in (y) ;; (x) echo b;; esac; case x in esac; echo c

case x in
x)
;;
*) echo no
esac; echo $?

case $u in '') echo empty;; esac; case "" in "$u") echo e2;; esac; case a in "$u"a) echo e3;; esac

case abc in [a-c][!x]?) echo 1;; esac; case a in [!a]) ;; *) echo 2;; esac; case ] in []]) echo 3;; esac; case - in [a-]) echo 4;; esac

p='a*'; case abc in $p) echo glob;; esac; case abc in "$p") echo no;; *) echo literal;; esac; case 'a*' in "$p") echo same;; esac

case x in $(echo x)) echo subst;; esac; case 3 in $((1+2))) echo arith;; esac; case ~ in ~) echo tilde;; esac

case a in a) echo 1; false;; esac; echo $?; false; case a in a) ;; esac; echo $?; false; case a in b) ;; esac; echo $?

case é in ?) echo one;; ??) echo two;; esac

case x/y in *) echo 1;; esac; case x/y in x?y) echo 2;; esac; case .x in *x) echo 3;; esac; case .x in ?x) echo 4;; esac

case if in if) echo kw;; esac; case esac in (esac) echo e;; esac

case "$(false)" in *) echo $?;; esac; case x in "$(exit 3)") ;; *) echo $?;; esac

{ echo a; echo b; } | tr a-z A-Z; { echo c; }; { echo d
}

{ echo a; false; }; echo $?; (exit 5); echo $?; (false; true); echo $?

a=1; (a=2; echo $a); echo $a; { a=3; }; echo $a; a=4 | a=5; echo $a

(cd sub; pwd | sed 's,.*/,,'); pwd | sed 's,.*/,,'

(set -- x y z; echo $#); echo $#; (f() { echo in; }; f); f 2>/dev/null || echo none

(exit 3) || echo $?; (exit 3) && echo no; echo $?

true && echo a || echo b; false && echo a || echo b; false || false || echo c; true || echo no && echo d

false && true; echo $?; true && false; echo $?; false || (exit 4); echo $?; ! false && echo e; ! true || echo f

true &&
echo a
false ||

echo b

echo a | cat | cat; echo b |
cat

false | true; echo $?; true | false; echo $?; ! true | false; echo $?; ! false | true; echo $?

(exit 3) | (exit 4); echo $?; exit 5 | true; echo $?; true | exit 5; echo $?

echo x | { read a; echo $a; }; echo x | while read a; do echo $a; done; echo x | (cat)

echo a | if cat; then echo b; fi; echo c | for i in 1 2; do cat; done; echo d | case x in x) cat;; esac

seq 1 5 | while read n; do [ $n = 3 ] && break; echo $n; done; echo $?

printf 'a\nb\n' | { read x; read y; echo $y$x; }

a=1 | cat; echo $a; echo 1 | a=2; echo "${a-unset}"

f() { echo f; } | cat; f 2>/dev/null || echo none

f() { echo $1; }; f a; f b c; f; f() { echo new; }; f

f() { return 3; echo no; }; f; echo $?; f() { false; return; }; f; echo $?; f() { return 300; }; f; echo $?

f() (exit 4); f; echo $?; f() (a=in; echo $a); a=out; f; echo $a

f() if true; then echo if; fi; f; f() for i; do echo $i; done; f a b; f() case $1 in a) echo A;; esac; f a

f() { echo "$#" "$@"; }; f; f ''; f 'a b' c; set -- x y; f "$@"; f $*; f "$*"

f() { shift; echo $1 $#; }; set -- p q; f a b c; echo $1 $#

f() { set -- in; echo $1; }; set -- out; f x; echo $1

f() { g() { echo g; }; }; f; g; unset -f g; g 2>/dev/null || echo gone

f() { echo $0; }; f | sed 's,.*/,,'

f() { f() { echo second; }; echo first; }; f; f

f() { [ $1 -le 0 ] && return; echo $1; f $(($1-1)); }; f 3

f() { echo out; echo err >&2; } >f1 2>&1; f; cat f1

f() { cat; } <a.txt; f; f <b.txt

f() { echo $a; } ; a=1 f; echo "${a-unset}"; a=0; a=1 f; echo $a

f() { local a=1 b; echo $a $b; a=2; g; }; g() { echo $a; }; a=out; b=ob; f; echo $a

f() { local a; echo "${a-unset}"; a=1; }; f; echo "${a-unset}"

f () { echo a; }; f; f( ) { echo b; }; f; f()
{ echo c; }
f

echo() { printf 'mine: %s\n' "$*"; }; echo a; command echo b; unset -f echo; echo c

true() { return 1; }; true || printf 'function first\n'

f() { eval 'return 3'; echo no; }; f; echo $?

f() { trap 'echo exit' EXIT; }; f; echo after

eval; echo $?; eval ''; echo $?; false; eval; echo $?; eval 'echo a' 'b;' echo c; eval '(exit 3)'; echo $?

eval 'echo a
echo b'; eval "echo '
'"; eval 'a=1'; echo $a

eval 'f() { echo defined; }'; f; eval 'for i in 1 2'; echo $?

echo 'echo in $1; a=set; return 3; echo no' >lib; . ./lib; echo $? $a

echo 'echo $#' >lib; . ./lib; f() { . ./lib; }; f a b

echo 'for i in 1 2; do echo $i; done' >lib; . ./lib; PATH=.:$PATH; . lib

: >lib; false; . ./lib; echo $?; echo false >lib; . ./lib; echo $?

echo 'exit 4' >lib; (. ./lib; echo no); echo $?

printf 'echo a' >lib; . ./lib; printf 'echo a\n\n# c' >lib; . ./lib

echo 'break; echo no' >lib; for i in 1 2; do . ./lib; echo no; done; echo $i

true & wait; echo $?; (exit 3) & wait $!; echo $?; false & wait; echo $?

(exit 3) & a=$!; (exit 4) & b=$!; wait $a; echo $?; wait $b; echo $?; wait $b; echo $?

sh -c 'exit 3' & wait "$!" || echo $?; wait 99999; echo $?

{ echo a; } & wait; (echo b) & wait; cat <a.txt & wait

cat & wait; read a; echo "$a"

: ; : a b c; echo $?; false; :; echo $?

echo a; echo b;
echo c

true;false;echo $?

{ { { echo deep; }; }; }; ( ( (echo deep) ) ); ( { echo x; } )

if { true; } then echo ok; fi; while (false) do :; done; { echo a;}

if true; then echo a; fi >f; cat f; for i in 1; do echo $i; done >f; cat f; { echo b; } >f; cat f; (echo c) >f; cat f; case x in x) echo d;; esac >f; cat f; while read x; do echo $x; done <f

nosuch 2>/dev/null; echo $?; ./a.txt 2>/dev/null; echo $?; ./sub 2>/dev/null; echo $?; ./nosuch 2>/dev/null; echo $?

$u; echo $?; false; $u; echo $?; $(exit 3); echo $?; "" 2>/dev/null; echo $?

$u echo a; "$u"echo b; $(echo echo) c; e=echo; $e d; e='echo e'; $e f

a=1 $u; echo $a; a=$(exit 3) $u; echo $?

exit() { echo no; } 2>/dev/null; (exit 3); echo $?

set -- a; set b c; echo $1 $#; set -- ; echo $#; set -- -x; echo $1; set - y; echo $1

echo $LINENO; echo $LINENO
echo $LINENO

export a=1 b; b=2; sh -c 'echo $a $b'; export a; a=3; sh -c 'echo $a'; unset a; sh -c 'echo ${a-unset}'

readonly a=1; (a=2) 2>/dev/null; echo $?; echo $a; (unset a) 2>/dev/null || echo no

set -a; a=1; set +a; b=2; sh -c 'echo ${a-unset} ${b-unset}'

a=1; unset a; echo ${a-unset}; unset nosuch; echo $?; a=1; unset -v a; echo ${a-unset}; f() { :; }; unset -f f; f 2>/dev/null || echo gone

false; for i in a b; do echo $?; done; false; for i in; do :; done; echo $?; false; case x in x) echo $?;; esac

for i in 1 2; do echo $(continue; echo no); (break; echo no) | cat; done; for i in 1 2; do { break; } & wait; echo $i; done

command export a=~/x b=x:~; echo $a $b; x='p q'; command export a=$x; echo "$a"; command readonly c=$x; echo "$c"

f() { echo f; } && echo defined; f; ! g() { echo g; } || echo negated; g; h() { echo h; } | cat; h 2>/dev/null || echo none

PATH=/nosuch; PATH=/bin:/usr/bin cat a.txt; PATH=/bin:/usr/bin sh -c 'echo found' | PATH=/bin:/usr/bin cat

PATH=/nosuch cat a.txt 2>/dev/null; echo $?; x=$(PATH=/nosuch cat a.txt 2>/dev/null); echo $? $x; cat a.txt

echo x$!y ${!-unset} ${!:-none} "${!+set}"; : & echo ${!:+started} ${!+yes}; wait

printf '%s %s\n' a b c; printf '%d\n' 1 010 0x10 -5 +3; printf '%5d|%-5d|%05d\n' 1 2 3; printf '%x %X %o %u\n' 255 255 8 7

printf '%s\n'; printf '%d\n'; printf 'a\n' b; printf '%%\n'; printf '%c%c\n' abc d; printf '%5s|%-5s|%.2s\n' a b cde

printf '%b' 'a\nb\tc\\\n'; printf '%b\n' 'a\0101b' '\101'; printf '%b|\n' 'x\cy' z; echo

printf 'a\tb\n\\\101\n'; printf '%d\n' "'a" '"b'; printf '%*d|%-*d|\n' 4 1 4 2; printf '%.3d %+d % d\n' 5 5 5

printf '%d\n' abc 2>/dev/null; echo $?; printf '%d\n' 3x 2>/dev/null; echo $?; printf '%d\n' '' 2>/dev/null

printf '%s' a b c; echo; printf '%s,' a b c; echo; printf '%s %d|' a 1 b 2; echo; printf -- '-%s\n' x; printf '%s\n' -n

printf '%i %e %.2f %g\n' 3 1.5 2.345 0.0001; printf '%8.3f|%-8.1f|\n' 3.14159 2; printf '%#x %#o\n' 255 8

echo; echo a b; echo 'a  b'; echo ''; echo a '' b

test a = a; echo $?; test a = b; echo $?; test a != b; echo $?; test; echo $?; test a; echo $?; test ''; echo $?

[ -n a ]; echo $?; [ -z '' ]; echo $?; [ -n '' ]; echo $?; [ ! a ]; echo $?; [ ! '' ]; echo $?; [ ! ]; echo $?; [ -n ]; echo $?; [ -z ]; echo $?

[ 1 -eq 1 ]; echo $?; [ 1 -ne 1 ]; echo $?; [ 1 -lt 2 -a 2 -lt 3 ]; echo $?; [ 1 -gt 2 -o 2 -gt 1 ]; echo $?; [ -1 -lt 1 ]; echo $?; [ 010 -eq 10 ]; echo $?; [ ' 1 ' -eq 1 ]; echo $?

[ a -eq 1 ] 2>/dev/null; test $? -gt 1 && echo error; [ 1 -eq ] 2>/dev/null; test $? -gt 1 && echo error; [ a b ] 2>/dev/null; test $? -gt 1 && echo error; [ a = b 2>/dev/null; test $? -gt 1 && echo error

[ -f a.txt ]; echo $?; [ -d sub ]; echo $?; [ -e nosuch ]; echo $?; [ -s a.txt ]; echo $?; [ -r a.txt -a -w a.txt ]; echo $?; [ -x sub ]; echo $?; ln -s a.txt l; [ -h l ]; echo $?; [ -L a.txt ]; echo $?; [ -p a.txt ]; echo $?

[ ! -f nosuch ]; echo $?; [ ! a = b ]; echo $?; [ ! a = a ]; echo $?; [ '(' a ')' ]; echo $?; [ '(' a = a ')' ]; echo $?; [ = = = ]; echo $?; [ -f = a ]; echo $?; [ ! = ! ]; echo $?; [ '(' = ')' ]; echo $?

[ a.txt -nt nosuch ]; echo $?; [ nosuch -ot a.txt ]; echo $?; [ a.txt -ef ./a.txt ]; echo $?; [ a.txt -ef b.txt ]; echo $?

[ -t 0 ]; echo $?; test -t 1; echo $?; [ "$u" ]; echo $?; [ $u ]; echo $?; [ "$u" = '' ]; echo $?; [ x"$u" = x ]; echo $?

[ abc \< abd ]; echo $?; [ b \> a ]; echo $?

read a <a.txt; echo "$a"; read a b <b.txt; echo "$b|$a"; read a b c d <b.txt; echo "$d|$c"; read a </dev/null; echo $?; echo "[$a]"

printf 'a\\b c\\\nd\n' >f; read x y <f; echo "$x|$y"; read -r x y <f; echo "$x|$y"

printf ' a  b  c \n' >f; read x <f; echo "[$x]"; IFS= read x <f; echo "[$x]"; read x y <f; echo "[$x][$y]"; IFS= read -r x y <f; echo "[$x][$y]"

printf 'a:b:c:\n' >f; IFS=: read x y <f; echo "[$x][$y]"; IFS=: read x y z <f; echo "[$x][$y][$z]"; IFS=: read x y z w <f; echo "[$x][$y][$z][$w]"

printf ':a::b\n' >f; IFS=: read x y z <f; echo "[$x][$y][$z]"; printf 'a : b : c\n' >f; IFS=' :' read x y <f; echo "[$x][$y]"

printf 'no newline' >f; read x <f; echo "$? [$x]"; printf '' >f; read x <f; echo "$? [$x]"; printf '\n' >f; read x <f; echo "$? [$x]"

printf 'a b\\ c d\n' >f; read x y z <f; echo "[$x][$y][$z]"; printf '\\\\ \\x\n' >f; read x y <f; echo "[$x][$y]"

printf 'a,b ,c\n' >f; IFS=', ' read x y z <f; echo "[$x][$y][$z]"; printf 'a::\n' >f; IFS=: read x y <f; echo "[$x][$y]"; printf 'a:b::\n' >f; IFS=: read x y <f; echo "[$x][$y]"

while read -r a b; do echo "$b,$a"; done <a.txt; echo $?; while IFS= read -r l; do echo "[$l]"; done

set -- -a -b x -c; while getopts ab:c o; do echo "$o ${OPTARG-none}"; done; echo $OPTIND $?

set -- -ab; getopts ab o; echo $o $OPTIND; getopts ab o; echo $o $OPTIND; getopts ab o; echo $? $o $OPTIND

set -- -x; getopts ab o 2>/dev/null; echo $? $o "${OPTARG-none}"; OPTIND=1; getopts :ab o; echo $? $o "$OPTARG"; set -- -b; OPTIND=1; getopts :b: o; echo $? $o "$OPTARG"

set -- -a -- -b x; while getopts ab o; do echo $o; done; shift $((OPTIND-1)); echo "$@"

f() { OPTIND=1; while getopts xy o; do echo f$o; done; }; f -x -y z; f -y

shift 2; echo "$1"; shift 0; echo $?; (shift 5; echo no) 2>/dev/null; command shift 9 2>/dev/null; echo $?

set -e; false || true; true && true; ! true; if false; then :; fi; while false; do :; done; echo alive; false; echo no

set -e; (false; echo no); echo no

set -e; f() { false; echo in; }; f || echo no; if f; then :; fi; f && :; ! f; echo alive; f; echo no

set -e; false && true; echo a; true && false; echo no

set -e; { false && true; }; echo a; (false && true); echo no

set -e; x=$(false); echo no

set -e; echo $(false; echo a); echo b; : $(false); echo c; x=$(true; false) || echo d; local_=1; export x=$(false); echo e

set -e; false | true; echo a; ! false | false; echo b; true | false; echo no

set -e; case x in x) false;; esac; echo no

set -e; for i in 1 2; do [ $i = 2 ] && echo two; done; echo a; for i in 1; do false; done; echo no

set -e; eval 'false || true'; eval 'false' || echo a; eval false; echo no

set -e; until false; do break; done; echo a; while ! true; do :; done; echo b; if ! (false); then echo c; fi; (exit 3); echo no

set -e; trap 'echo trap $?' EXIT; (exit 7); echo no

set -e; f() { return 3; }; f || echo $?; f; echo no

set -e; $u; a=1; false & wait; wait $! || echo waited; { true; false; true; }; echo no

set -e; (set +e; false; echo a); set +e; false; echo b; set -e; set +o errexit; false; echo c

if set -e; false; then :; fi; echo a; { set -e; false; } || echo b; false; echo no

(set -e; false; echo a) || echo b; (set -e; false; echo a) && echo c; set -e; (false); echo no

set -u; (echo $u; echo no) 2>/dev/null; echo $?; (: ${u}; echo no) 2>/dev/null || echo failed; (echo "$1" "$#" "$@"; echo ok)

trap 'echo bye' EXIT; echo hi

trap 'echo bye $?' EXIT; exit 3

trap 'echo a; exit 4' EXIT; exit 3

trap 'echo bye' EXIT; trap - EXIT; echo hi; trap 'echo b2' 0; trap '' EXIT; (trap 'echo sub' EXIT; true); echo main

trap 'echo bye' EXIT; (echo sub); f() { exit 2; }; f

trap 'echo usr1' USR1; kill -USR1 $$; echo a; kill -s USR1 $$; trap - USR1; trap '' USR1; kill -USR1 $$; echo b

trap 'x=1' USR1; x=0; kill -USR1 $$; echo $x; trap 'false' USR1; true; kill -USR1 $$; echo $?

trap 'echo "a b"' EXIT; trap | sed 's/SIG//'; trap 'echo x' INT; trap - INT EXIT; trap

trap 'echo first' EXIT; trap 'echo second' EXIT; exec 3>&1; (exit 4)

trap 'kill -TERM $$; echo after' USR1; trap 'echo term' TERM; kill -USR1 $$; echo end

trap 'echo int' USR1; (kill -USR1 $$); echo $?; sh -c "kill -USR1 $$"; echo b

trap 'return 5' USR1; f() { kill -USR1 $$; echo in; }; f; echo $?

trap 'echo "[$?]"' EXIT; false

exit 3; echo no

(exit); echo $?; (false; exit); echo $?; (exit 256); echo $?; (exit 255); echo $?

f() { exit 4; }; (f; echo no); echo $?; echo $(f; echo no) $?; f | cat; echo $?

cd sub; pwd | sed 's,.*/,,'; cd ..; cd ./sub/../sub; echo "${PWD##*/}"; cd -P .; cd - >/dev/null; echo "${OLDPWD##*/}"

cd nosuch 2>/dev/null; test $? -ne 0 && echo failed; ln -s sub l; cd l; echo "${PWD##*/}"; pwd -P | sed 's,.*/,,'; cd ..; cd -P l; echo "${PWD##*/}"

CDPATH=sub; cd deep | sed 's,.*/,,'; cd deep >/dev/null; pwd | sed 's,.*/,,'; HOME=/; cd; pwd

umask 022; umask; umask 077; umask; umask -S; umask u=rwx,g=rx,o=; umask; umask g+w; umask; (umask 0); umask

umask 027; >f; ls -l f | cut -c1-10; mkdir d; ls -ld d | cut -c1-10; (umask 777; >g; ls -l g | cut -c1-10)

command -v echo; command -v if; command -v nosuch; echo $?; f() { :; }; command -v f; command -v cat | sed 's,.*/,,'

command echo a; command; echo $?; command -p echo b; command -- echo c; command nosuch 2>/dev/null; echo $?; f() { echo f; }; command f 2>/dev/null; echo $?

type echo >/dev/null; echo $?; type nosuch >/dev/null 2>&1; test $? -ne 0 && echo failed; hash cat; echo $?; hash nosuch 2>/dev/null; test $? -ne 0 && echo failed

export a=1; export -p | grep -c ' a='; readonly r=2; readonly -p | grep -c ' r='; export b; export -p | grep -c 'b='; set | grep '^a='

unset a b; a=1; readonly a; (a=2; echo no) 2>/dev/null; echo $?; (export a=3; echo no) 2>/dev/null; (unset a; echo no) 2>/dev/null; (read a <a.txt) 2>/dev/null || echo failed; echo $a

(for a in 1; do readonly a; done; for a in 2; do echo no; done; echo no) 2>/dev/null; (readonly b; : ${b:=1}; echo no) 2>/dev/null; (readonly c=1; : $((c=2)); echo no) 2>/dev/null; echo end

set -- b a; set | grep -c '^nosuch='; x='a'\''b'; set | grep '^x='; set -o >/dev/null; echo $?

set -f; case $- in *f*) echo f;; esac; set +f; case $- in *f*) echo no;; esac; set -eu; echo $- | tr -cd 'eu\n'; set +eu

set -o noglob; echo *; set +o noglob; set -o nounset; (echo $u) 2>/dev/null || echo failed; save=$(set +o); set -f; eval "$save"; echo a.*

(set -o nosuch; echo no) 2>/dev/null; (set -Z; echo no) 2>/dev/null; command set -o nosuch 2>/dev/null; echo $?; echo end

kill -l 9; kill -l 15; kill -l 143 >/dev/null; sleep 10 & kill $!; wait $!; echo $?; kill -0 $$; echo $?; kill -s NOSUCH $$ 2>/dev/null; test $? -ne 0 && echo failed

sh -c 'kill -9 $$'; echo $?; sh -c 'kill $$'; echo $?; sh -c 'exit 200'; echo $?

alias ll='echo aliased'
ll x; unalias ll; ll 2>/dev/null; echo $?

alias a='echo one ' b=two
a b; alias b; unalias -a; alias

alias f='for i in 1 2; do'
f echo $i; done

alias e=echo; alias e2='e x'
e2 y; \e2 2>/dev/null || echo quoted; 'e2' 2>/dev/null || echo quoted

times >/dev/null; echo $?; ulimit -n >/dev/null; echo $?; (ulimit -c 0; ulimit -c); ulimit -f >/dev/null; echo $?

true a b; echo $?; false a; echo $?; : $(exit 3); echo $?; pwd >/dev/null; echo $?; wait; echo $?; eval exit 3 | cat; echo $?

exec 3>&1; exec >f; echo a; exec >&3; cat f; (exec echo b; echo no); (exec nosuch; echo no) 2>/dev/null; echo $?; exec sh -c 'echo last; exit 3'; echo no

(exec 2>/dev/null nosuch); echo $?; (exec ./a.txt) 2>/dev/null; echo $?; a=1; (a=2 exec sh -c 'echo $a'); (trap 'echo no' EXIT; exec true)

(. ./nosuch; echo no) 2>/dev/null; (command . ./nosuch; echo yes) 2>/dev/null; (eval ')'; echo no) 2>/dev/null; (command eval ')'; echo yes) 2>/dev/null; (export 1x; echo no) 2>/dev/null; echo end

(break; echo a); (continue; echo b); (break 0; echo no) 2>/dev/null; (return; echo c) >/dev/null; (trap 'echo t' NOSUCH; echo d) 2>/dev/null; echo end

(unset 1x; echo no) 2>/dev/null; (readonly 1x; echo no) 2>/dev/null; (shift 1x; echo no) 2>/dev/null; (exit 1x; echo no) 2>/dev/null; echo end

a=1 export b=2; echo ${a-unset} $b; a=1 :; echo ${a-unset}; a=3 command :; echo $a; a=4 true; echo $a; a=5 eval :; echo $a; a=6 set -- x; echo $a

PATH=/nosuch; cat a.txt 2>/dev/null; echo $?; PATH=/bin:/usr/bin cat a.txt; command -p cat a.txt; echo still $PATH

OPTIND=1; set -- -a1 -a 2 -a; while getopts :a: o; do echo "$o=$OPTARG"; done; echo $OPTIND

set -v 2>/dev/null; echo a; set +v; (set -n; echo no); echo b

set -x; echo a 2>/dev/null; set +x; PS4='+ '; { set -x; echo b; set +x; } 2>&1

x=1; (PS4='> '; set -x; x=2 y='a b'; echo "$y" 'c'\''d' "" \*; set +x) 2>&1

set a b; set +; echo $#; set + c d e; echo $#; set -e +; echo $#

(command eval if; echo yes) 2>/dev/null; echo 'if' >lib; (command . ./lib; echo yes) 2>/dev/null; (. ./lib; echo no) 2>/dev/null; (eval if; echo no) 2>/dev/null; echo end

trap 'echo got' USR1; sh -c 'kill -USR1 $PPID'; echo a; nosuch 2>/dev/null; trap - USR1; trap 'echo again' USR1; sh -c 'kill -USR1 $PPID'; echo b

(set -n; echo no); if set -n; then echo no; fi; echo no

(trap 'echo no' EXIT; exec true); (trap 'echo yes' EXIT; exec nosuch) 2>/dev/null; (trap 'echo no' EXIT; exec sh -c 'exit 3'); echo $?

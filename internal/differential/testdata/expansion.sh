a=1; echo ${a}b $a-b ${a:-x} ${b:-x} ${b-y} ${b:=z} $b

a=; echo "[${a:-x}] [${a-x}] [${a:+x}] [${a+x}] [${u:+x}] [${u+x}]"

a=; echo "${a:=new}" "$a"; unset a; echo "${a=again}" "$a"

(echo ${u?}; echo not here); echo $?

(a=; echo ${a?fine}; echo ${a:?message}; echo not here); test $? -ne 0 && echo failed

echo "${u:-a b}" ${u:-a b} "${u:-"a b"}" ${u:-"a  b"} ${u:-a "b  c" d}

for i in ${u:-a "b c" d}; do echo "<$i>"; done

for i in ${u:-$1 "$2"}; do echo "<$i>"; done

for i in "${u:-$@}"; do echo "<$i>"; done

set -- a b; for i in "${1+$@}"; do echo "<$i>"; done

set --; for i in "${1+$@}" x; do echo "<$i>"; done

set -- 'a b' c; for i in ${1+"$@"}; do echo "<$i>"; done

a='x*y'; echo ${#a} ${#u} ${#} ${#1} ${#2}

set -- a bb ccc; echo $# ${#} ${#3} ${#@} 2>/dev/null | cut -c1-5

a=/usr/lib/x.tar.gz; echo ${a#*/} ${a##*/} ${a%.*} ${a%%.*} ${a#x} ${a%%*}

a='a*b*c'; echo "${a#*\*}" "${a##*\*}" "${a%'*'*}" "${a%%"*"*}"

a='a}b'; echo "${a%\}b}" ${a#a\}} "${a%'}b'}"

p='*.t'; a=x.txt; echo "${a%$p*}" "${a%"$p"*}" ${a#x$u}

a=abc; echo ${a#[a-b]} ${a%[!a]} ${a##[[:alpha:]]b} "${a%?}"

a='[x]'; echo "${a#[}" "${a#\[}" "${a%]}" "${a#'['x}"

a='\x'; echo "${a#\\}" "${a#"\\"}" "${a#'\'}"

a=12345; echo ${a#${a%??}} ${a%${a#??}}

a=' x  y '; for i in $a"$a"$a; do echo "<$i>"; done

a=' x  y '; set -- $a; echo $#; set -- "$a"; echo $#; set -- x$a; echo $#; set -- x$a''; echo $#

set -- '' '' ''; for i in $@; do echo "<$i>"; done; for i in "$@"; do echo "[$i]"; done; for i in $*; do echo "{$i}"; done; echo "$*" | tr ' ' .

set -- a '' b; for i in x$@y; do echo "<$i>"; done; for i in "x$@y"; do echo "<$i>"; done

set --; for i in "$@"; do echo "<$i>"; done; for i in "x$@"; do echo "<$i>"; done; for i in "$*"; do echo "<$i>"; done; for i in ""$@; do echo "<$i>"; done

set -- a b c; IFS=:; echo "$*"; echo $*; IFS=; echo "$*"; echo $*; unset IFS; echo "$*"

set -- a b; IFS=:; x=$*; echo "$x"; x="$*"; echo "$x"; x="$@"; echo "$x"

set -- 'a b' c; x=$@; echo "$x"; x=$*; echo "$x"

set -- 1 2 3 4 5 6 7 8 9 ten eleven; echo $10 ${10} ${11} $1 "${#11}"

set -- a b c; shift; echo $1 $#; shift 2; echo $#; shift 2>/dev/null; echo $?

echo $((1+2)) $((2*3+4)) $((2*(3+4))) $((7/2)) $((-7/2)) $((7%3)) $((-7%3))

echo $((1<2)) $((2<=2)) $((3>4)) $((1==1)) $((1!=1)) $((1&&0)) $((1||0)) $((!5)) $((~5)) $((-5)) $((+5))

echo $((1<<4)) $((256>>2)) $((6&3)) $((6|3)) $((6^3)) $((1?2:3)) $((0?2:3)) $((0?1:0?2:3))

x=5; echo $((x)) $(($x)) $((x+1)) $((x=7)) $x $((x+=3)) $x $((x-=1)) $((x*=2)) $((x/=3)) $((x%=4)) $x

x=1; echo $((x<<=3)) $((x>>=1)) $((x|=3)) $((x&=6)) $((x^=1)) $x

echo $((010)) $((0x1f)) $((0X1F)) $((0))

unset x; echo $((x)) $((x+1)); x=; echo $((x+1))

echo $((9223372036854775807)) $((9223372036854775807+1)) $((-9223372036854775807-1))

x=3; echo $(( x > 2 ? x = 10 : 0 )) $x; echo $(( 0 && (x = 5) )) $x $(( 1 || (x = 6) )) $x

op=+; echo $((3 $op 4)) $((3${op}4)); e='1 + 2'; echo $((e * 2)) 2>/dev/null; echo $(($e * 2))

x=1; y=x; echo $((y))

echo "$((1 +
2))" $(( ( 1 ) + ( 2 ) ))

echo $(( $(echo 1; echo 2 >/dev/null) + `echo 3` ))

echo $((- 1)) $((1 - -1)) $((1 - - 1)) $((1+-1))

(echo $((1/0)); echo not here) 2>/dev/null; test $? -ne 0 && echo failed

echo $(echo a; echo b) "$(echo a; echo b)" "$(printf 'x\n\n\n')" "$(printf '\n\nx')"

echo `echo a` "`echo 'b  c'`" `echo \`echo nested\`` `echo "\$HOME"` `echo '\\\\'`

echo "`echo "quoted"`" "`echo \"quoted too\"`" `echo \\\\` "`echo \\\\`"

echo $(echo ')') $(echo "(") $(case x in x) echo y;; esac) $(case x in (x) echo y;; esac)

echo $(# comment with ) in it
echo a) $(echo b # comment )
)

x=$(false); echo $?; x=$(exit 7); echo $?; x=$(exit 7) y=$(exit 8); echo $?; x=$(exit 7) :; echo $?

x=$(echo a
echo b); echo "$x"; echo $x

echo "$(cat <<E
here
E
)" tail

a=outer; echo $(a=inner; echo $a) $a; b=$(a=inner2; echo $a); echo $a $b

echo "$(echo "$(echo "$(echo deep)")")" "${u:-"$(echo "${u:-"x y"}")"}"

echo ~ ~/x x~ "~" '~' \~ ~nosuchuser a:~ ~:a

a=~ b=~/x c=x:~ d="~" e=x~; echo "$a" "$b" "$c" "$d" "$e"

HOME=/other; echo ~ ~/y; a=~:~/z; echo "$a"; HOME='a b'; for i in ~ ~/c; do echo "<$i>"; done

export a=~; echo "$a"; readonly b=x:~; echo "$b"

unset HOME; echo "${HOME-none}"

echo *.txt ?.txt [ab].txt [!a].txt [a-z].txt "*.txt" '*'.txt \*.txt nosuch* [ab]

echo sub/* */* ./*.txt .d* .* | tr ' ' '\n' | grep -v '^\.\.*$'

set -f; echo *.txt; set +f; echo *.txt; a='*.txt'; echo $a "$a"; b=$a; echo "$b"

a='*'; echo $a.txt "$a".txt ${a}.t?t

touch 'x*y' 'xay' 'x\*y'; echo x\*y x*y 'x*y' x[*]y x\\*; a='x\*y'; echo $a

> é1; > é2; echo é? é[12] ??

mkdir -p d/e; > d/e/f; > d/.h; echo d/* d/*/* */e d/.* d*/e/f | tr ' ' '\n' | grep -v '\.$'

echo [[:alpha:]].txt [[:digit:]]* [![:alpha:]]* [a-] []ab]*

ln -s nosuch broken; echo bro* sub/../b*n

IFS=:; a=x:y::z; for i in $a; do echo "<$i>"; done; a=:x:; for i in $a; do echo "<$i>"; done

IFS=' :'; a=' x : y  z:: w '; for i in $a; do echo "<$i>"; done

IFS=; a='x y'; for i in $a; do echo "<$i>"; done

IFS=x; a=axbxc; echo $a "$a" $(echo 1x2); for i in axb; do echo "<$i>"; done

IFS='\'; a='x\y'; for i in $a; do echo "<$i>"; done

IFS='*'; a='x*y'; echo $a; set -- p q; echo "$*"

IFS=-; for i in $((0-1)) $((12-24)); do echo "<$i>"; done

IFS=1; set -- a b c d e f g h i j k l; for i in $#; do echo "<$i>"; done

IFS=,; a=a,b,; for i in $a; do echo "<$i>"; done; for i in ,$a; do echo "<$i>"; done; for i in $a,; do echo "<$i>"; done

IFS=' 	
'; a=$(printf ' x\ty\nz \n'); for i in $a; do echo "<$i>"; done

a='x y'; b=$a; echo "$b"; c=$a$a; echo "$c"; d=${a}' '"$a"; echo "$d"

a=x b=$a c=$b; echo $a $b $c

a=1; a=2 b=$a; echo $b; a=3 true; echo $a; a=4 :; echo $a; a=5 eval 'echo $a'; echo $a

f() { echo $a; a=in; }; a=1; a=2 f; echo $a

a=1; a=2 sh -c 'echo $a'; echo $a; export a; a=3 sh -c 'echo $a'; sh -c 'echo $a'

a=b; echo "${a}" "${a}}" "{$a}" "${a#}" "${a%}" "${a##}"

echo "$" "$ " "a$" $ "$'" "$%" a$ "\$"

echo "${u-}}" ${u-}} "${u-\}}" ${u-'}'} "${u-"}"}"

a=x; echo "'$a'" '"$a"' "\"$a\"" \''$a'\'

echo "a\b\\c\$d\`e\"f\
g" 'a\b' a\b\
c

echo $? $# $0 | sed 's,.*/,,'; (exit 3); echo $?; false; echo $? $?

set -u; echo "${u-ok}" "${u:-ok}" "${u+no}" $@ "$*"; (echo $u) 2>/dev/null; test $? -ne 0 && echo failed

set -u; set --; echo "$@" $* $#; (echo $1) 2>/dev/null || echo failed

a='$b'; b=x; echo $a "$a" ${a} "${u:-$a}"; eval echo $a

a=x; echo "${a:-`echo no`}" "${u:-`echo yes`}" ${u:-$(echo yes no)}

x='a b'; echo ${x+"$x"} ${x:+$x} "${x:+"$x"}" ${u+"$x"} end

a="x
y"; echo $a; echo "$a"; echo "${a#*
}" "${a%
*}"

a=aXbXc; echo "${a%X*}" "${a%%X*}" "${a#*X}" "${a##*X}" "${a%c}" "${a#a}"

a=éàü; echo "${a#é}" "${a%ü}"

a=abcabc; echo ${a#*b} ${a##*b} ${a%b*} ${a%%b*} ${a#*[bc]} ${a%[bc]*}

a='***'; echo "${a#\*}" "${a%"**"}" "${a##*}" "${a#?}"

a=-n; echo "x$a" ${a#-}; b='-'; printf '%s\n' $b

n=5; echo ${n}th $n.5 "${n}"x $n$n ${n}${n}

set --; for i in "${*:+x}" "${@:+x}" "${@-}"; do echo "[$i]"; done

set -- ""; for i in "${@:+x}" "${*:+x}"; do echo "<$i>"; done

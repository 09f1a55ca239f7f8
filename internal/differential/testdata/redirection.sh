echo a >f; cat f; echo b >>f; cat f; >f; cat f; echo c >f >g; cat f g

cat <a.txt <b.txt; cat <a.txt - ; echo x | cat <a.txt

echo out >f 2>&1; sh -c 'echo err >&2' 2>f; cat f; sh -c 'echo o; echo e >&2' >f 2>&1; cat f

sh -c 'echo o; echo e >&2' 2>&1 >f; echo --; cat f

exec 3>f; echo a >&3; echo b 1>&3; exec 3>&-; cat f; echo c >&3 2>/dev/null || echo closed

exec 3<a.txt; read a <&3; read b <&3; echo "$b/$a"; exec 3<&-; read a <&3 || echo closed

exec 3<>f; echo abc >&3; cat <&3; exec 3>&-; cat f

{ echo a >&3; echo b; } 3>f | cat; cat f; { echo a; echo b >&2; } 3>&1 1>&2 2>&3 3>&- | sed 's/^/piped /'

cat <<E
a $((1+1)) $(echo b) `echo c` ${u:-d} \$x \\ \a "q" 'q'
E

cat <<'E'
a $((1+1)) $(echo b) \$x \\
E

cat <<\E; cat <<"E F"
a $x
E
b $y
E F

cat <<-E
	a
		b
	 c
	E

cat <<-'E'
	$a
	E
echo after

cat <<A; cat <<B
a
A
b
B

cat <<A - <<B
a
A
b
B

a='x  y'; cat <<E
$a "$a" '$a' ${a#x} ${a:+"q"} ${u:-'s'} ${u:-"d"}
E

cat <<E | tr a-z A-Z; echo after
text
E

if cat <<E; then echo yes; fi
in if
E

while read x; do echo "<$x>"; done <<E
a b
 c
E

f() { cat <<E
in f $1
E
}; f a; f b

cat <<E
a\
b
\
c
E

cat <<'E'
a\
b
E

cat <<E
$(echo "a
b")
`echo "c  d"`
E

cat <<E
${u:-a
b}
E

x=$(cat <<E
in subst
E
); echo "$x"

(cat <<E
in subshell
E
); { cat <<E
in group
E
}

cat <<E && echo and
x
E

cat 0<<E 3<<F <&3
zero
E
three
F

read a b <<E
first second third
E
echo "$b $a"

echo a 3>f >&3; cat f; echo b 1>f; cat f; echo c 12>f; cat f

echo a >"f $u"; ls f*; echo b > 'x y'; cat 'x y'; f='g h'; echo c >$f 2>/dev/null; ls g* 2>/dev/null; echo d >"$f"; ls g*

echo a >f; set -C; (echo b >f) 2>/dev/null; echo $?; echo c >|f; cat f; echo d >>f; cat f; echo e >new; cat new; echo x >/dev/null; echo $?

cat nosuch 2>/dev/null; echo $?; cat <nosuch 2>/dev/null; test $? -ne 0 && echo failed; echo still here

{ echo no; } <nosuch; echo $?; (echo no) <nosuch; echo $?; if true; then echo no; fi <nosuch; echo $?; for i in 1; do echo no; done <nosuch; echo $?

f() { echo no; }; f <nosuch; echo $?; true <nosuch; echo $?; a=1 true <nosuch; echo $? $a

(: <nosuch; echo no); (: </dev/null; echo yes); (command : <nosuch; echo yes)

(exec <nosuch; echo no); echo $?; (exec 3>/nosuch/x; echo no); test $? -ne 0 && echo failed

>f; <f; >>f <a.txt; echo $?; <nosuch; echo $?; a=1 >f; echo $a; a=2 <nosuch; echo $? $a

echo >&- a; echo $?; cat <&-; test $? -ne 0 && echo failed; echo a 2>&-; { echo b >&2; } 2>&-; test $? -ne 0 && echo failed

echo a >&9; echo $?; cat <&9; echo $?; exec 9>f; echo a >&9; cat f

exec 4>&1 >f; echo in file; exec >&4 4>&-; echo out; cat f

(exec >f; echo sub); echo main; cat f

exec 3<a.txt; { read a; read b <&3; echo "$a $b"; } <b.txt

while read a; do read b <&3; echo "$a-$b"; done <a.txt 3<b.txt

{ read a; cat; } <a.txt; { head -n 1 >/dev/null; cat; } <b.txt

(read a; echo $a); (read a; echo $a); read a; echo $a

read a; sh -c 'read b; echo "$b"'; read c; echo "$c"

echo a >f; cat <f >>f2; cat f2; n=3; echo x >f$n; cat f3; echo y >~nosuch; cat '~nosuch'

echo a | { cat; cat a.txt; } <b.txt; echo a | cat - b.txt

2>f echo a; >f echo b; cat f; <a.txt cat; <a.txt >f cat; cat f; echo <a.txt c >f d; cat f

for i in 1 2; do echo $i >>f; done; cat f; for i in 1 2; do echo $i; done >f; cat f; for i in 1 2; do echo $i >f; done; cat f

a=f; echo x >$a; cat f; echo y >${a}2; cat f2; echo z >$(echo f3); cat f3; echo w >`echo f4`; cat f4

echo *.txt >*.x; cat '*.x'; exec 5>&1; echo a >&5; (echo b >&5) | cat; exec 5>&-

cat <<E >f; cat f
doc
E

cat <<E 2>/dev/null
${u:-"a" b} ${u:-'a'} ${u-\}} ${u:-a\}b}
E

{ cat; echo b; } <<E
a
E
echo c

a=1; cat <<E
$((a=5)) ${c:=new}
E
echo $a $c

cat <<E
$(cat <<F
inner
F
)
outer
E

cat <<EOF1; echo "$(cat <<EOF2
two
EOF2
)"
one
EOF1

cat <<""
until an empty line

exec 3<<E
kept open
E
read a <&3; echo "$a"

echo x >&2 2>/dev/null; { echo y >&2; } 2>f; cat f; { { echo z >&3; } 3>&2; } 2>f; cat f

{ echo a; } >f; { echo b; } >>f; (echo c) >>f; cat f; { cat; } <f >g; cat g

ls nosuch >f 2>f2; test -s f2 && echo has; ls nosuch >/dev/null 2>&1; test $? -ne 0 && echo failed

x=1; cat <<end; cat <<-E
${x}end
$(echo a)end
`echo b`end
$1end
$xend
a$end
end
	$x	E
	$(echo E)
	E

cat <<E
$?E
$xE
E$E
E

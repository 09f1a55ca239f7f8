echo 'a'"b"c\d 'a b'"c d"e\ f ''"" end

echo a\
b "c\
d" 'e\
f'

echo "#" \# a#b '#' # comment
echo next # another

# a comment

ec\ho x; 'echo' y; "ec"ho z; e""cho w

'if' 2>/dev/null; echo $?; \if 2>/dev/null; echo $?

echo if then else fi do done case esac while until for in { } !

echo "a;b" a\;b 'a|b' a\&b "(c)" \( \) \< \>

printf '%s\n' "a
b" 'c
d' e\
f

echo a\	b "a	b" a	b

echo "\a \n \t \e" | od -c | head -2

printf '%s\n' '\n' "\n" \\n \n

echo "$(echo "a b")" "$(echo 'a  b')" '$(echo x)' "\$(echo x)" \$\(x\)

a='"x y"'; for i in $a; do echo "<$i>"; done; eval "for i in $a; do echo \"<\$i>\"; done"

a="'x y'"; eval echo $a; eval "echo $a"; eval 'echo $a'; eval "echo \"$a\""

echo {a,b} 2>&1 | wc -w | tr -d ' ' | grep -c . ; echo { } {} {a} a{ }b

echo !x "!" '!' \! a!b

echo a=b =a a= "a=b"c; x\=1 2>/dev/null || echo "not an assignment"

"a"=1 2>/dev/null || echo "not an assignment"; 1a=2 2>/dev/null || echo "nor this"

a=1\ 2; echo "$a"; a=1" "2' '3; echo "$a"; a=\'\"; echo "$a"

echo \
 a \
 b

echo 'it'\''s' "it's" it\'s

printf '<%s>' a '' "" b; echo; set -- '' ""; echo $#

echo "a`echo "b"`c" "x$(echo 'y"z')w" 

echo "${u:-'a'}" ${u:-'a'} "${u:-\"a\"}" "${u:-"a"}" "${u:-\a}" ${u:-\a} "${u:-\$}" "${u:-\`}" "${u:-\\}"

echo "${u:-a\
b}" "${u:-~}" ${u:-~} ${u:-"~"}

a=x; echo '\''$a' \\$a "\\$a" '\\'"$a"

echo "\x\"\\\$" '\x\"\\\$' \x\"\\\$

case 'a b' in a\ b) echo 1;; esac; case 'a b' in "a b") echo 2;; esac; case '*' in \*) echo 3;; esac; case x in '*') echo no;; *) echo 4;; esac

case '\' in \\) echo 1;; esac; case '\' in '\') echo 2;; esac; case '\' in "\\") echo 3;; esac; a='\'; case $a in "$a") echo 4;; esac

a='\*'; case '*' in $a) echo yes;; *) echo no;; esac; case '\*' in "$a") echo yes;; esac; case 'x' in $a) echo no;; *) echo right;; esac

echo `echo 'a\b' "a\\b" a\\\\b` $(echo 'a\b' "a\\b" a\\b)

echo `echo '$HOME' "\$HOME" \$HOME`

echo "`echo '"'`" `echo \"` "`echo \\\"`"

eval 'echo "a'\''b"'; eval echo \"a b\" ; eval "echo \\\$HOME"

eval "a='x  y'"; echo "$a"; eval 'b=$a'; echo "$b"; eval "c=\$b" ; echo "$c"

echo a&&echo b||echo c;echo d

echo a >f;echo b>>f;cat<f

echo 1>f 2; cat f; echo 2>f; cat f; echo x2>f; cat f

echo "a" ""b"" ''c'' | cat -A

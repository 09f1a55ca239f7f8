# 100,000 times ${s//pattern/word}
# target: 0.125 bash user
# target: 0.5 ksh93 user
# shells: bash ksh93
s=abcabcabc
for ((i = 0; i < 100000; i++)); do x=${s//b/xx} y=${s/%c/z}; done
echo $x $y

# 2 GiB through three programs
# target: 1.053 dash
head -c 2147483648 /dev/zero | cat | wc -c

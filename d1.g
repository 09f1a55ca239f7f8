bash: d1.sh: No such file or directory

# needs: perl
# Perl has a command with a shell's characters in it run by /bin/sh -c.
cat >t.pl <<'E'
$| = 1;
sub told { printf "%s: %d, signal %d\n", $_[0], $? >> 8, $? & 127 }
system("echo a | tr a b"); told("pipe");
system("echo \$0 \"\$#\" >/dev/null; exit 3"); told("exit");
system("kill -KILL \$\$"); told("killed");
system("kill -TERM \$\$; echo not here"); told("killed by TERM");
system("nosuch-command 2>/dev/null; true"); told("not found");
system("nosuch-command 2>/dev/null"); told("only not found");
system("exec 2>&1; : </nosuch/file | sed s/.*//"); told("redirection");
system("(sleep 100 & echo \$! >pid); kill \$(cat pid); rm pid"); told("background");
print `echo one; echo two >&2 2>/dev/null; echo three`; told("backticks");
my @lines = `printf 'x\\ny\\nz'`; print scalar(@lines), "\n";
my $v = `cat <<E
here \$((6*7))
E`; print $v;
open(my $in, "seq 5 | sed 's/^/n /' |") or die; print while <$in>; close $in; told("open");
open($in, "-|", "exit 4; :") or die; print while <$in>; close $in; told("close");
open(my $out, "| tr a-z A-Z; exit 5") or die; print $out "text\n"; close $out; told("write");
open($out, "| head -n 1 >/dev/null; exit 6") or die; $SIG{PIPE} = 'IGNORE'; print $out "y\n" for 1..100000; close $out; told("broken pipe");
$SIG{PIPE} = 'DEFAULT';
local $SIG{INT} = 'IGNORE'; system("kill -INT \$\$; echo ignored"); told("INT ignored");
$SIG{INT} = 'DEFAULT'; system("trap 'echo trapped' INT; kill -INT \$\$; echo after"); told("trap");
$ENV{"A B"} = "odd"; $ENV{X} = "a\nb"; system("printf '%s|' \"\$X\""); told("environment");
system("umask; cd /usr && pwd; umask 077; : >/gpipe-system/made; ls -l /gpipe-system/made | cut -c1-10"); told("state");
open(my $dup, ">&", \*STDOUT); system("echo to 2>/dev/null >&" . fileno($dup) . " || echo closed"); told("descriptors");
exec("echo exec; exit 9");
E
perl t.pl; echo "status $?"
perl -e 'exec "echo \$PPID >/dev/null; ps -o comm= -p \$\$ | grep -c ."'
perl -we 'print for sort { $a cmp $b } glob("{a,b}*.pl t*"); print "\n"'
perl -e 'fork or do { setpgrp; exec "kill -STOP \$\$; echo on" }; waitpid(-1, 2); print $? >> 8, " ", $? & 127, "\n"; kill CONT => -1; wait; print "$?\n"' 2>&1 | sed 's/^$//'

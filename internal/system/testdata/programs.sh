# needs: find xargs tar sed sort split
# Programs of every day that run commands with sh, or are asked to.
mkdir -p 'd/a b' d/c; for f in 'd/a b/x y' d/c/z 'd/q"uote' "d/nl
n" 'd/$dollar' 'd/*'; do echo "$f" >"$f"; done
echo '# find'
find d -type f -exec sh -c 'for f; do printf "<%s>" "$f"; wc -c <"$f"; done' sh {} + | sort
find d -type f -exec sh -c 'test -s "$1" && echo "${1##*/}"' _ {} \; | sort
find d -name c -execdir sh -c 'pwd; echo "$0"' {} \;
find d -type f ! -exec sh -c 'exit 1' \; -print | wc -l
find d -type f -exec sh -c 'exit 3' {} +; echo "status $?"
find d -type f -name z -ok sh -c 'echo ok' \; <<<'y' 2>/dev/null
echo '# xargs'
find d -type f -print0 | sort -z | xargs -0 sh -c 'echo "$#"; printf "%s\n" "$@"' sh
seq 20 | xargs -n 3 sh -c 'echo "$0 $*"'
seq 30 | xargs -P 4 -n 1 sh -c 'echo $(($0*$0))' | sort -n
seq 3 | xargs -I{} sh -c 'echo "{}"; [ {} != 2 ] || exit 255'; echo "status $?"
seq 3 | xargs -n1 sh -c 'exit 1'; echo "status $?"
seq 3 | xargs -n1 sh -c 'kill -9 $$' 2>&1; echo "status $?"
seq 5 | xargs -n1 -I@ sh -c 'read x; echo "@ $x"' 2>&1
yes | head -n 100000 | xargs sh -c 'echo "$#"' | awk '{ s += $1 } END { print s + NR * 0 }'
echo '# others'
tar cf t.tar --mtime=@0 --sort=name -C d . && tar xf t.tar --to-command='printf "%s " "$TAR_SIZE"; cat | wc -c' 2>&1
tar cf u.tar --mtime=@0 -C d c --checkpoint=1 --checkpoint-action=exec='echo "checkpoint $TAR_CHECKPOINT"' 2>&1
tar cf v.tar --mtime=@0 -C d c --use-compress-program='gzip -n' 2>&1 && tar xOf v.tar -I 'gzip' ./c/z c/z 2>/dev/null
echo 'echo from sed' | sed e; echo 'x' | sed 's/x/echo made by s/e'; sed '1e echo before' <<<line
seq 1000 | sort -rn -S 1k --compress-program=gzip | head -n 2
seq 100 | split -l 40 --filter='wc -l >$FILE.n; echo "$FILE"' - part; cat part*.n
env -i sh -c 'echo "${PWD+pwd}"; env | sed "s/=.*//" | grep -v ^_ | sort'
nohup sh -c 'trap "" HUP; echo nohup' 2>/dev/null
nice -n 3 sh -c 'nice'; timeout 100 sh -c 'echo in time; exit 4'; echo "status $?"; timeout -s TERM 0.2 sh -c 'sleep 1000'; echo "status $?"
timeout -k 10 0.2 sh -c 'trap "echo term; exit 6" TERM; while :; do sleep 1000 & wait; done' ; echo "status $?"
setsid -w sh -c 'echo session; exit 5'; echo "status $?"
flock lock -c 'echo locked; exit 3'; echo "status $?"; flock lock sh -c 'echo "$1"' _ argument
script -qec 'echo typed; test -t 0 && echo terminal; exit 4' /dev/null | tr -d '\r'; echo "status ${PIPESTATUS[0]}"
printf 'a\n!echo from ed\n.\n1,2p\n!echo ran %% | tr a-z A-Z\nr !echo read in\n1,$w !cat\nQ\n' | sed 's/^\.$/./' | ed -s 2>&1
vi --version 2>/dev/null | head -n 0
printf 'system bc\n' >/dev/null; echo '2^10' | bc
m4 <<'E' 2>/dev/null
esyscmd(`echo from m4 | tr a-z A-Z')syscmd(`exit 3')sysval
E
dc -e '!echo from dc' 2>/dev/null
printf '%s\n' 'echo at tcl' | cat >/dev/null
gzip -nc <d/c/z >z.gz; for s in 'zcat z.gz' 'gunzip -c z.gz' 'zgrep -c z z.gz' 'zdiff z.gz z.gz' 'zcmp z.gz d/c/z' 'zegrep -n d z.gz' 'uncompress -c z.gz' 'zmore z.gz' 'zforce z.gz' 'znew -K z.gz' 'gzexe -h' 'xzgrep d z.gz' 'bzgrep d d/c/z' 'zipgrep d x.zip' 'which sh ls nosuch' 'egrep -c d d/c/z' 'fgrep d d/c/z' 'ldd --version' 'gettext.sh --help' 'xdg-user-dir DOCUMENTS' 'lsb_release -a' 'dpkg-realpath /bin/sh' 'select-editor --help' 'savelog -nq z.gz >/dev/null' 'sensible-pager d/c/z' 'ucf --help' 'nroff -V' 'neqn /dev/null' 'pkg-config --version' 'xzdiff z.gz z.gz' 'xml2-config --cflags' 'ncurses6-config --libs' 'perldoc -V' 'lesspipe z.gz' 'ssh-argv0' 'ssh-copy-id -h' 'add-shell /bin/xsh' 'remove-shell /bin/xsh' 'service --status-all' 'update-ca-certificates --help' 'invoke-rc.d --help' 'locale-gen --help' 'update-rc.d' 'run-parts --help' 'dpkg-maintscript-helper --help' 'fakeroot-sysv sh -c id\ -u' 'strace-log-merge' 'gdb-add-index' 'c99-gcc --version' 'pg_config --version' 'kernel-install --help' 'tzselect --version' 'apt-key list' 'deb-systemd-helper'; do
	command -v "${s%% *}" >/dev/null || continue
	echo "# $s"; eval "timeout 20 $s" </dev/null 2>&1; echo "status $?"
done
head -c 3000 /dev/urandom | sh -n 2>/dev/null; test $? -gt 0 && echo refused

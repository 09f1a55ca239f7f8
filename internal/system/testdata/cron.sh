# needs: run-parts
# ignore: var/lib/apt/* var/cache/* var/lib/dpkg/* var/backups/* var/log/*
# The scripts of cron, by run-parts and by crond itself.
mkdir parts; for n in 1 2 3; do printf '#!/bin/sh\necho "part %s $*"; exit %s\n' $n $((n-1)) >parts/$n; done
printf 'echo no interpreter line\n' >parts/4; printf '#!/bin/sh\necho not run\n' >parts/5.bak; chmod +x parts/*
run-parts --report --arg=x parts 2>&1; echo "status $?"
run-parts --exit-on-error --verbose parts 2>&1; echo "status $?"
for daily in /etc/cron.daily /etc/cron.weekly; do
	for script in "$daily"/*; do
		test -x "$script" || continue
		case $script in */apt-compat) sed -i 's/sleep "*\$[a-zA-Z]*"*/:/; s/random_sleep$/:/' "$script";; esac
		echo "# $script"; timeout 300 "$script" </dev/null 2>&1; echo "status $?"
	done
done
if command -v crond >/dev/null || command -v cron >/dev/null; then
	echo '# crond'
	rm -f /run/crond.reboot /var/run/crond.pid /etc/cron.d/*; : >/etc/crontab
	mkfifo done
	cat >/etc/cron.d/t <<'E'
V=a value
SHELL=/bin/sh
@reboot root cd /gpipe-system; { echo "$V"; echo "$HOME $LOGNAME $SHELL"; for i in 1 2; do echo "$i"; done | sort -r; test -t 0 || echo no terminal; cat; id -un; pwd; umask; } >job 2>&1; echo over >done%first line%second line
E
	cron -f & read -r x <done; cat job; kill $!; wait $! 2>/dev/null; true
fi

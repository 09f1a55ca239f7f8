# needs: gcc make tar
# fetch: source hello
# GNU hello: a configure of 15,000 lines, and what automake makes.
# With dash, configure would look for another shell: one that knows its lines.
export CONFIG_SHELL=/bin/sh
tar xf fetched/hello_*.orig.tar.gz && cd hello-* || exit
./configure --prefix=/opt/hello 2>&1; echo "status $?"
make -j4 2>&1 | sort; echo "status ${PIPESTATUS[0]}"
make check 2>&1 | grep -e "^# " -e PASS -e FAIL | sort; make install DESTDIR="$PWD/dest" 2>&1 | sort; ./hello
mkdir out && cd out && sh ../configure -C -q 2>&1; cd ..
rm -rf config.log out/config.log config.status out/config.status out/config.cache configure.lineno out/configure.lineno

# needs: git
# Git runs aliases, hooks, filters, editors and most of its own scripts with sh.
export GIT_AUTHOR_DATE='2024-01-02 03:04:05 +0000' GIT_COMMITTER_DATE='2024-01-02 03:04:05 +0000'
export GIT_CONFIG_NOSYSTEM=1
git config --global user.name 'A U Thor'
git config --global user.email author@example.com
git config --global init.defaultBranch main
git config --global advice.detachedHead false
git config --global protocol.file.allow always
git config --global gc.auto 0

git init -q repo && cd repo || exit
commit() { echo "$1" >"$1" && git add "$1" && git commit -q -m "add $1"; }
for n in one two three four; do commit $n; done

echo '# aliases'
git config alias.hi '!echo hi "$@"'
git config alias.fn '!f() { echo "$# $1"; git rev-list --count "${2:-HEAD}"; }; f'
git config alias.pwd '!pwd; echo "$GIT_PREFIX"'
git config alias.fail '!exit 7'
git config alias.dead '!kill -TERM $$'
git hi a 'b  c' '$x'
git fn 'x y' HEAD~1
mkdir -p sub && (cd sub && git pwd)
git fail; echo "status $?"
git dead; echo "status $?"

echo '# hooks'
hook() { cat >.git/hooks/$1 && chmod +x .git/hooks/$1; }
hook pre-commit <<'E'
#!/bin/sh
echo "pre-commit $# $GIT_INDEX_FILE"
git diff --cached --name-only | while read -r f; do echo "staged: $f"; done
test ! -f refuse
E
hook commit-msg <<'E'
#!/bin/sh
sed -i 's/$/ [checked]/' "$1"
E
hook prepare-commit-msg <<'E'
#!/bin/sh
echo "prepare ${2-none}" >>log
E
hook post-commit <<'E'
#!/bin/sh
git log -1 --format=%s
E
hook post-rewrite <<'E'
#!/bin/sh
echo "post-rewrite $1"
while read -r old new rest; do echo "$old $new"; done
E
hook post-checkout <<'E'
#!/bin/sh
echo "checkout $*"
E
echo log >.gitignore
commit five
touch refuse; commit refused; echo "status $?"; rm -f refuse; git reset -q --hard
git commit -q --amend -m 'five again'
printf 'no interpreter line\n' >.git/hooks/x && hook pre-rebase <<'E'
echo "pre-rebase without an interpreter"
E

echo '# rebase'
git rebase --exec 'echo "at $(git log -1 --format=%s)"' --exec 'test -f one' HEAD~3 2>&1
git rebase --exec 'test ! -f four' HEAD~3 2>&1 | tr '\r' '\n'
git rebase --abort
GIT_SEQUENCE_EDITOR='sed -i "1s/^pick/squash/;1{h;d};2{G;s/^squash/pick/}" ; :' git rebase -i HEAD~2 >/dev/null 2>&1; echo "status $?"
git rebase --abort 2>/dev/null
GIT_SEQUENCE_EDITOR='f() { sed -n p "$1" | grep -c ^pick; sed -i 2s/^pick/reword/ "$1"; }; f' GIT_EDITOR='printf "reworded\n" >' git rebase -i HEAD~2 2>&1
git log --format='%h %s'

echo '# editors and pagers'
GIT_EDITOR='echo edited >' git commit --allow-empty -q; git log -1 --format=%s
GIT_EDITOR='false' git commit --allow-empty -q 2>&1; echo "status $?"
git -c core.pager='sed "s/^/| /"' -c pager.log=true --paginate log -2 --format=%s
GIT_EXTERNAL_DIFF='echo external' git diff HEAD~1 HEAD
git -c diff.t.textconv='tr a-z A-Z <' -c core.attributesFile=<(echo '* diff=t') diff HEAD~3 HEAD -- two five

echo '# filters'
git config filter.up.clean 'tr a-z A-Z'
git config filter.up.smudge 'cat; echo "smudged %f"'
echo '*.up filter=up' >.gitattributes
echo shout >a.up; git add -A; git commit -q -m filter; git show HEAD:a.up; rm a.up; git checkout -q a.up; cat a.up
git ls-files -s

echo '# submodules'
git init -q ../module && (cd ../module && echo m >m && git add m && git commit -q -m m)
git submodule --quiet add ../module mod 2>&1; git commit -q -m submodule
git submodule foreach 'echo "$name $sm_path $displaypath"; pwd; git log --format=%s' 2>&1
git submodule foreach --quiet 'false || :'; git submodule foreach 'exit 3' 2>&1; echo "status $?"
git submodule status; git submodule summary HEAD~1 2>&1
git config submodule.mod.update '!echo custom'; git submodule update --force 2>&1

echo '# filter-branch'
export FILTER_BRANCH_SQUELCH_WARNING=1
git filter-branch -f --tree-filter 'rm -f two; echo "$GIT_COMMIT" | cut -c1-4 >id' --msg-filter 'sed "s/add/put/"' --env-filter 'GIT_AUTHOR_NAME="Else"; export GIT_AUTHOR_NAME' HEAD 2>&1 | tr '\r' '\n' | sed 's/(.*passed.*)//'
git log --format='%h %an %s'
git filter-branch -f --index-filter 'git rm -q --cached --ignore-unmatch three' --subdirectory-filter mod HEAD >/dev/null 2>&1; echo "status $?"

echo '# bisect, merge tools, mail, archives'
git reset -q --hard; for n in 1 2 3 4 5 6 7 8; do echo $n >n; git add n; git commit -q --no-verify -m "n $n" >/dev/null; done
git bisect start HEAD HEAD~7 2>&1; git bisect run sh -c 'test "$(cat n)" -lt 5' 2>&1; git bisect reset 2>&1
git checkout -q -b left; echo left >n; git commit -q --no-verify -am left; git checkout -q -b right HEAD~1; echo right >n; git commit -q --no-verify -am right
git merge left 2>&1
git config merge.tool t; git config mergetool.t.cmd 'cat "$LOCAL" "$REMOTE" >"$MERGED"'; git config mergetool.t.trustExitCode true; git config mergetool.keepBackup false
git mergetool --no-prompt 2>&1; cat n; git commit -q --no-verify -am merged
git config merge.d.driver 'cat %A %B | sort -r >%A.x; mv %A.x %A'; echo 'n merge=d' >>.git/info/attributes
git checkout -q -b l2; echo l2 >n; git commit -q --no-verify -am l2; git checkout -q -b r2 HEAD~1; echo r2 >n; git commit -q --no-verify -am r2; git merge -q -m drv l2 2>&1; cat n
git difftool -y -x 'diff' HEAD~1 2>&1 | tail -n 5
git format-patch -q -1 --stdout HEAD^2 | sed 1d; git format-patch -q -2 -o ../out HEAD^2; git reset -q --hard HEAD~2; git am ../out/*.patch 2>/dev/null; git am --abort 2>&1
git config tar.x.command 'tr a b'; git archive --format=x HEAD | wc -c
git stash list; git instaweb --help >/dev/null 2>&1; git request-pull HEAD~1 . HEAD 2>&1 | sed 's/^.*[0-9a-f]\{40\}.*//'
git config credential.helper '!f() { echo username=u; echo "password=p$1"; cat >/dev/null; }; f'
printf 'protocol=https\nhost=example.com\n\n' | git credential fill
cd .. && git clone -q --upload-pack 'echo up >&2; git-upload-pack' repo clone 2>&1; git -C clone log -1 --format=%s
git clone -q 'ext::sh -c git-upload-pack% %% 2>/dev/null' x 2>&1 | sed 's/pid.*//'
hook() { cat >clone/.git/hooks/$1 && chmod +x clone/.git/hooks/$1; }
hook pre-push <<'E'
#!/bin/sh
while read -r local sha remote rsha; do echo "push $local $remote"; done
E
git -C repo config receive.denyCurrentBranch updateInstead
git init -q --bare bare.git; cat >bare.git/hooks/update <<'E'
#!/bin/sh
echo "update $1"; case $1 in */no) exit 1;; esac
E
cat >bare.git/hooks/post-receive <<'E'
#!/bin/sh
while read -r a b c; do echo "received $c"; done; env | grep -c ^GIT_
E
chmod +x bare.git/hooks/*
git -C clone push ../bare.git HEAD:refs/heads/yes HEAD:refs/heads/no 2>&1 | sed 's/ *$//'
find repo bare.git -name '*.lock' | sort
rm -rf repo/.git clone/.git bare.git module/.git

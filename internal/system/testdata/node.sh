# needs: node npm
# Node's child_process.exec and npm's scripts.
cat >t.js <<'E'
const { execSync, spawnSync } = require('child_process');
function sh(c, o) { const r = spawnSync(c, { shell: true, encoding: 'utf8', ...o }); console.log(JSON.stringify([c, r.status, r.signal, r.stdout])); }
sh('echo a | tr a b'); sh('exit 3'); sh('kill -TERM $$'); sh('cat', { input: 'x'.repeat(10) }); sh('echo "$V"', { env: { V: 'a  b', PATH: process.env.PATH } });
sh('pwd', { cwd: '/usr' }); sh('echo out; echo err >&2; exit 1'); sh('sleep 1000', { timeout: 200 }); sh('for i in 1 2; do echo $i; done');
console.log(String(execSync('ls *.js')));
try { execSync('exit 5', { stdio: 'pipe' }); } catch (e) { console.log(e.status); }
E
node t.js
cat >package.json <<'E'
{"name":"x","version":"1.0.0","scripts":{"a":"echo a $npm_package_name && echo \"$0\" >/dev/null","prea":"echo pre","posta":"echo post","arg":"printf '<%s>' --","bad":"exit 4","bin":"x=1; while [ $x -lt 4 ]; do echo $x; x=$((x+1)); done | sort -r"}}
E
export npm_config_update_notifier=false npm_config_cache=/gpipe-system/.cache npm_config_loglevel=silent
npm run a 2>/dev/null; npm run arg -- 'b c' "d'e" '$f' 2>/dev/null; echo; npm run bad 2>/dev/null; echo "status $?"; npm run bin
rm -rf .cache

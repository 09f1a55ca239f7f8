package interp

import (
	"strconv"
	"strings"

	"gpipe/internal/arith"
	"gpipe/internal/expand"
	"gpipe/internal/option"
	"gpipe/internal/parse"
	"gpipe/internal/sys/files"
	"gpipe/internal/vars"

	"mvdan.cc/sh/v3/syntax"
)

// defaultPath is PATH for a shell that inherits none.
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// init fills a new Shell. Nothing in the environment is ever run.
func (sh *Shell) init(cfg *Config) {
	v := vars.New(sh.rt.names)
	sh.st.Vars = v
	sh.st.Name = cfg.Name
	sh.st.Args = cfg.Args
	v.Import(cfg.Env)
	if !cfg.Own {
		// It is for people at a command line: a cd in a program's script must
		// not depend on who runs the program.
		v.Unset(vars.CDPATH, false)
	}
	v.Set(vars.PPID, strconv.Itoa(sh.rt.ppid))
	sh.initDynamic(cfg.Options)
	if !v.IsSet(vars.PATH) {
		v.Set(vars.PATH, defaultPath)
	}
	sh.pipe = []int{0}
	sh.bind()
	sh.setOption(cfg.Options, true)
	if cfg.Options&option.Posix != 0 {
		sh.opts |= option.StartedPosix
	}
	if cfg.Shopts != 0 {
		sh.Settings().SetShopts(cfg.Shopts)
	}
}

// newWordCompiler makes the compiler of words, which compiles the commands
// in command substitutions with the command compiler.
func newWordCompiler(rt *Runtime) *expand.Compiler {
	c := &compiler{rt: rt}
	c.exp = &expand.Compiler{Names: rt.keeping, Subst: c.compileSubst, Process: c.compileProcess, Decode: parse.Decode}
	return c.exp
}

// Arith evaluates text that is a value, such as what is assigned to an integer
// variable or stands in a subscript: it changes nothing. A built-in that fails by
// its failure has failed as an expansion does.
func (sh *Shell) Arith(text string) (int64, error) {
	x, err := arith.ParseValue(text, sh.rt.names)
	var n int64
	if err == nil {
		n, err = sh.st.Arith(x)
	}
	if err != nil {
		sh.misfigure()
	}
	return n, err
}

// misfigure notes that the built-in that runs met a value which is no expression.
func (sh *Shell) misfigure() {
	if !sh.posix() {
		sh.besides().misfigured = true
	}
}

// expandKeys expands the parameters in the subscripts of associative arrays, which are
// no part of an expression yet, and quotes what they expand to.
func (sh *Shell) expandKeys(text string) string {
	if !strings.Contains(text, "[") || !strings.Contains(text, "$") {
		return text
	}
	done := ""
	for i := strings.IndexByte(text, '['); i >= 0; i = strings.IndexByte(text, '[') {
		end := arith.ClosingBracket(text, i)
		if end < 0 {
			break
		}
		key := text[i+1 : end]
		if slot, known := sh.rt.names.Lookup(lastName(text[:i])); known && sh.Declarations().IsAssoc(slot) && strings.Contains(key, "$") {
			key = sh.unquotedKey(key)
			if quote := `"`; !strings.Contains(key, quote) {
				key = quote + key + quote
			}
		}
		done += text[:i+1] + key + "]"
		text = text[end+1:]
	}
	return done + text
}

// lastName is the name that a text ends with.
func lastName(text string) string {
	i := len(text)
	for i > 0 && vars.Valid("_"+text[i-1:i]) {
		i--
	}
	return text[i:]
}

// Let evaluates text that is an expression of the program, with all that it
// does.
func (sh *Shell) Let(text string) (int64, error) {
	x, err := arith.Parse(sh.expandKeys(text), sh.rt.names)
	if err != nil {
		return 0, err
	}
	return sh.st.Arith(x)
}

// home gives ~user its directory.
func (sh *Shell) home(user string) (string, bool) {
	if f := passwd(0, user); f != nil {
		return f[5], true
	}
	return "", false
}

// passwd returns the fields of the first user in /etc/passwd with that value in a
// field; nil: there is none.
func passwd(field int, value string) []string {
	text, err := files.ReadFile("/etc/passwd")
	if err != nil {
		return nil
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if f := strings.Split(line, ":"); len(f) >= 6 && f[field] == value {
			return f
		}
	}
	return nil
}

// arithCmd is ((expression)).
func (c *compiler) arithCmd(n *syntax.ArithmCmd) run {
	x := c.arith(n.X)
	c.effects.AssignAny()
	line, at, text := c.line(n.Pos()), c.origin(n), ""
	if n.X != nil {
		text = c.source(n.X)
	}
	return func(sh *Shell) Flow {
		sh.line, sh.at = line, &at
		if sh.opts&option.DebugTrap != 0 {
			if f := sh.debug(line, &at); f != Next {
				return sh.leftOut(f)
			}
		}
		sh.traceExpression(text)
		return sh.arithStatus(x, &at)
	}
}

func (sh *Shell) arithStatus(x number, at *origin) Flow {
	n, err := sh.evalArith(x, 0)
	if err != nil {
		return sh.commandError(err)
	}
	sh.status = 1
	if n != 0 {
		sh.status = 0
	}
	return sh.errExit(at)
}

// number is a compiled expression, or why it is none.
type number struct {
	expr *arith.Expr
	err  error
}

// arith compiles an expression; nil is a missing one.
func (c *compiler) arith(x syntax.ArithmExpr) number {
	if x == nil {
		return number{}
	}
	e, err := c.exp.Arith(x)
	return number{e, err}
}

// evalArith evaluates an expression; a missing one has the value absent.
func (sh *Shell) evalArith(x number, absent int64) (int64, error) {
	if x.expr == nil {
		return absent, x.err
	}
	return sh.st.Arith(x.expr)
}

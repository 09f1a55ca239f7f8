package interp

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"syscall"

	"gpipe/internal/option"
	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
	"gpipe/internal/sys/files"
	"gpipe/internal/sys/self"
	"gpipe/internal/vars"
)

// interpreter is the program that runs a script without #! (XCU 2.9.1.6): this
// one, in the same mode. A file that is no script is left to script.
func (sh *Shell) interpreter(p *pipeline.Proc) []string {
	text, err := scriptText(p, p.Files)
	program := self.Program()
	if err != nil || program == "" || IsBinary(text) {
		return nil
	}
	if sh.posix() {
		return []string{program, "gpipe", "--posix", "--"}
	}
	if sh.opts&option.Bash != 0 {
		return []string{program, "gpipe", "--bash", "--"}
	}
	return []string{program, "gpipe", "--"}
}

// scriptText reads the file of p, which may be one of the files it has; nil:
// it has those of this process.
func scriptText(p *pipeline.Proc, table *redirect.Table) ([]byte, error) {
	path := p.Path
	if table != nil {
		var err error
		if path, err = table.Path(path); err != nil {
			return nil, err
		}
	}
	return files.ReadTextAt(p.DirFd, path)
}

// runPlainScript runs a script without #! where there is no interpreter for it: in
// this process, in an environment that has only what a new one would have.
func (sh *Shell) runPlainScript(ctx context.Context, p *pipeline.Proc, table *redirect.Table) int {
	text, err := scriptText(p, table)
	if err != nil {
		sh.reportTo(table, Quote(p.Argv[0])+": "+Cause(err))
		return 126
	}
	if IsBinary(text) {
		sh.reportTo(table, Quote(p.Argv[0])+": "+ErrBinary.Error())
		return 126
	}
	child := &Shell{rt: sh.rt, life: sh.life, files: table.Fork(), umask: int32(p.Umask), cwd: sh.cwd, dir: sh.dir.Ref(),
		ignored: p.SigIgnore, state: builtinState{limits: limitsOf(p.Rlimits)}, sub: sh.sub + 1, depth: sh.depth, below: sh.life.Below()}
	sh.rt.envs.Add(1)
	shopts := option.DefaultShopts | sh.Shopts()&option.ExtGlob
	if sh.opts&option.Bash != 0 {
		shopts = option.BashShopts
	}
	child.init(&Config{Name: p.Path, Args: p.Argv[1:], Env: p.Env, Options: option.Defaults&^option.Extras | sh.opts&(option.Posix|option.Extras|option.Bash),
		Shopts: shopts})
	child.file = newFileName(p.Path)
	if child.cwd != "" {
		child.assignScalar(vars.PWD, child.cwd)
	}
	return child.End(child.Run(Source{Text: string(text)}))
}

// IsBinary tells whether text is no script: a NUL before the end of its
// first line. Behind that line there may be one, if the script ends before.
func IsBinary(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return bytes.IndexByte(line, 0) >= 0
}

// Source runs the file name as the dot command does, in this environment.
func (r Runner) Source(name string, args []string) (int, Flow, error) {
	sh := r.sh
	if sh.mayNot(name) != nil {
		return 0, Next, &Error{Op: "open", Operand: name, Err: errRestricted}
	}
	path := name
	if !strings.Contains(name, "/") && sh.Shopts()&option.SourcePath != 0 {
		var err error
		if path, err = sh.searchReadable(name); err != nil {
			return 0, Next, err
		}
	}
	text, err := sh.readText(path)
	if next, ok := leftBy(err); ok {
		return sh.status, next, nil
	}
	if err != nil {
		return 0, Next, &Error{Op: "open", Operand: path, Err: err}
	}
	if IsBinary(text) {
		return 0, Next, &Error{Op: "read", Operand: path, Err: ErrBinary}
	}
	if sh.depth >= maxDepth {
		return 0, Next, &Error{Op: ".", Operand: name, Err: errTooDeep}
	}
	params, loops := sh.st.Args, sh.loops
	if len(args) > 0 {
		sh.st.Args = append([]string(nil), args...)
	}
	sh.depth++
	sh.calls++
	sh.level++
	line := sh.line
	a := sh.besides()
	a.frames = append(a.frames, frame{Func: &Func{Name: "source", file: newFileName(path), sourced: true}, line: line})
	if len(args) > 0 {
		sh.noteArgs(args)
	} else {
		sh.noteArgs([]string{path})
	}
	h := sh.hideTraps(sh.opts & option.DebugTrap &^ sh.opts.InheritedTraps())
	at := sh.at
	attend := sh.unattended()
	f := sh.Run(Source{Text: string(text), File: path})
	attend()
	sh.line, sh.at = line, at
	f = sh.returned(f)
	sh.showTraps(h)
	a.frames = a.frames[:len(a.frames)-1]
	sh.calls--
	sh.depth--
	sh.level--
	if len(args) > 0 {
		sh.st.Args = params
	}
	sh.loops = loops
	if f.kind() == flowReturn {
		f = Next
	}
	return sh.status, f, nil
}

// readText reads a file for the dot command, which may be one that waits, up to
// its end or a NUL.
func (sh *Shell) readText(path string) ([]byte, error) {
	c := sh.openContext()
	f, err := sh.files.Open(path, syscall.O_RDONLY, &c)
	if err != nil {
		return nil, err
	}
	defer f.Unref()
	in := sh.InputOf(f)
	var text []byte
	for {
		text = slices.Grow(text, 4096)
		from := len(text)
		n, err := in.Read(text[from:cap(text)])
		text = text[:from+n]
		switch i := bytes.IndexByte(text[from:], 0); {
		case err == ErrLeft:
			return nil, &leaveError{in.next}
		case i >= 0:
			return text[:from+i+1], nil
		case err == io.EOF:
			return text, nil
		case err != nil:
			return text, err
		}
	}
}

// searchReadable finds a file for the dot command: in PATH, or where that is to
// be tried next.
func (sh *Shell) searchReadable(name string) (string, error) {
	path, _ := sh.st.Vars.Get(vars.PATH)
	for dir := range strings.SplitSeq(path, ":") {
		file := dir + "/" + name
		if dir == "" {
			file = "./" + name
		}
		if real, err := sh.files.Path(file); err == nil && files.Readable(sh.dir.Fd(), real) {
			return file, nil
		}
	}
	if file := "./" + name; !sh.posix() && files.Readable(sh.dir.Fd(), file) {
		return file, nil
	}
	return "", &NotFoundError{Name: name}
}

// Eval runs text in this environment. Lines are counted from the line of the
// command that runs it.
func (r Runner) Eval(text string) Flow { return r.sh.evalAt(text, r.sh.line) }

// evalAt is Eval with the number of the first line.
func (sh *Shell) evalAt(text string, first int) Flow {
	if sh.depth >= maxDepth {
		sh.fail(&Error{Op: "eval", Err: errTooDeep}, 2)
		return sh.fatal(2)
	}
	sh.depth++
	sh.evals++
	sh.level++
	line, at := sh.line, sh.at
	f := sh.runText(text, first)
	sh.line, sh.at = line, at
	sh.evals--
	sh.level--
	sh.depth--
	sh.Sweep()
	return f
}

// runText runs a text, which was perhaps run before.
func (sh *Shell) runText(text string, first int) Flow {
	key, ok := sh.evalKey(text, first)
	if ok {
		if line := sh.rt.evaluated.get(&key); line != nil {
			return sh.runCommands(line)
		}
	}
	p := sh.Program(Source{Text: text, Line: first})
	p.passing = true
	if ok && key.opts == sh.opts {
		p.kept = &evalText{evalKey: key}
	}
	return p.run()
}

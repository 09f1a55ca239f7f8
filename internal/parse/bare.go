package parse

import "mvdan.cc/sh/v3/syntax"

// BareFunction gives a definition the compound command alone as its body. The
// parser takes "f() { :; } | cat" and "f() { :; } && f" for definitions of
// which the rest of the pipeline or list is a part.
func BareFunction(s *syntax.Stmt) *syntax.Stmt {
	def, ok := s.Cmd.(*syntax.FuncDecl)
	if !ok {
		return s
	}
	if _, ok := def.Body.Cmd.(*syntax.BinaryCmd); !ok {
		return s
	}
	list := leftmost(def.Body, s.Negated, func(body *syntax.Stmt) *syntax.Stmt {
		bare := *def
		bare.Body = body
		return &syntax.Stmt{Position: s.Position, Cmd: &bare}
	})
	list.Background, list.Semicolon, list.Redirs = s.Background, s.Semicolon, s.Redirs
	return list
}

// leftmost copies a list with its first command replaced. not says that there
// is a "!" before it, which is for the first pipeline.
func leftmost(s *syntax.Stmt, not bool, replace func(*syntax.Stmt) *syntax.Stmt) *syntax.Stmt {
	var list syntax.Stmt
	if b, ok := s.Cmd.(*syntax.BinaryCmd); ok {
		both, pipe := *b, (b.Op == syntax.Pipe || b.Op == syntax.PipeAll)
		both.X = leftmost(b.X, not && !pipe, replace)
		list, not = *s, not && pipe
		list.Cmd = &both
	} else {
		list = *replace(s)
	}
	list.Negated = list.Negated != not
	return &list
}

// FunctionBody returns what is the body of a definition: see BareFunction.
func FunctionBody(def *syntax.FuncDecl) *syntax.Stmt {
	body := def.Body
	for {
		b, ok := body.Cmd.(*syntax.BinaryCmd)
		if !ok {
			return body
		}
		body = b.X
	}
}

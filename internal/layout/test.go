package layout

import "mvdan.cc/sh/v3/syntax"

// test prints an expression of [[ ]].
func (p *printer) test(x syntax.TestExpr) {
	switch x := x.(type) {
	case *syntax.ParenTest:
		p.put("( ")
		p.test(x.X)
		p.put(" )")
	case *syntax.UnaryTest:
		p.unaryTest(x)
	case *syntax.BinaryTest:
		p.test2(x)
	case *syntax.Word:
		p.put("-n ")
		p.node(x)
	}
}

func (p *printer) unaryTest(x *syntax.UnaryTest) {
	if x.Op != syntax.TsNot {
		p.put(p.text(int(x.OpPos.Offset()), int(x.OpPos.Offset())+len("-n")) + " ")
		p.operand(x.X)
		return
	}
	if inner, ok := x.X.(*syntax.UnaryTest); ok && inner.Op == syntax.TsNot {
		p.test(inner.X)
		return
	}
	p.put("! ")
	p.test(x.X)
}

func (p *printer) test2(x *syntax.BinaryTest) {
	if x.Op == syntax.AndTest || x.Op == syntax.OrTest {
		p.test(x.X)
		p.put(" " + x.Op.String() + " ")
		p.test(x.Y)
		return
	}
	p.operand(x.X)
	p.put(" " + x.Op.String() + " ")
	p.operand(x.Y)
}

// operand prints an operand of an operator that is for words.
func (p *printer) operand(x syntax.TestExpr) {
	if w, ok := x.(*syntax.Word); ok {
		p.node(w)
		return
	}
	p.test(x)
}

package arith

import "gpipe/internal/vars"

// run executes p. It is long because it is one loop over one switch, and the
// hot path of all loops that count.
func (p *program) run(e *Env) (int64, error) {
	var small [8]int64
	stack := small[:0]
	var acc int64
	refs := len(e.refs)
	for pc := 0; pc < len(p.code); {
		in := &p.code[pc]
		pc++
		var right int64
		switch in.mode {
		case none:
		case constant:
			right = in.number
		case variable:
			s, set := e.Vars.Get(vars.Slot(in.arg))
			n, ok := decimal(s)
			if !ok {
				var err error
				if n, err = e.number(vars.Slot(in.arg), s, set); err != nil {
					return 0, e.abandon(refs, err)
				}
			}
			right = n
		case popped:
			right = acc
			acc = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
		default:
			n, err := p.operand(e, in)
			if err != nil {
				return 0, e.abandon(refs, err)
			}
			right = n
		}
		switch in.op {
		case opLoad:
			acc = right
		case opAdd:
			acc += right
		case opSub:
			acc -= right
		case opMul:
			acc *= right
		case opLss:
			acc = truth(acc < right)
		case opGtr:
			acc = truth(acc > right)
		case opEql:
			acc = truth(acc == right)
		case opPush:
			stack = append(stack, acc)
		case opJump:
			pc = int(in.arg)
		case opJumpZero:
			if acc == 0 {
				pc = int(in.arg)
			}
		case opAndJump:
			if acc == 0 {
				pc = int(in.arg)
			}
		case opOrJump:
			if acc != 0 {
				acc, pc = 1, int(in.arg)
			}
		case opBool:
			acc = truth(acc != 0)
		case opStore:
			if err := e.Vars.Set(vars.Slot(in.arg), e.Format(acc)); err != nil {
				return 0, e.abandon(refs, err)
			}
		case opRefer, opLoadRef, opStoreRef:
			var err error
			if acc, err = p.reference(e, in, acc); err != nil {
				return 0, e.abandon(refs, err)
			}
		default:
			var err error
			if acc, err = operate(in.op, acc, right); err != nil {
				return 0, e.abandon(refs, err)
			}
		}
	}
	return acc, nil
}

// abandon forgets the elements that were to be assigned.
func (e *Env) abandon(refs int, err error) error {
	clear(e.refs[refs:])
	e.refs = e.refs[:refs]
	return err
}

// operate does the operations that are rarer, or can fail.
func operate(op opcode, a, b int64) (int64, error) {
	switch op {
	case opQuo, opRem:
		return divide(op, a, b)
	case opPow:
		return power(a, b)
	case opShl: // the count modulo 64, as the machine does it
		return a << (uint(b) & 63), nil
	case opShr:
		return a >> (uint(b) & 63), nil
	case opAnd:
		return a & b, nil
	case opOr:
		return a | b, nil
	case opXor:
		return a ^ b, nil
	case opNeq:
		return truth(a != b), nil
	case opLeq:
		return truth(a <= b), nil
	case opGeq:
		return truth(a >= b), nil
	case opNeg:
		return -a, nil
	case opNot:
		return truth(a == 0), nil
	case opInvert:
		return ^a, nil
	}
	return a, nil
}

// divide needs no care for the least number by -1: in Go, unlike C, the
// result is defined, and is the least number.
func divide(op opcode, a, b int64) (int64, error) {
	if b == 0 {
		return 0, ErrDivision
	}
	if op == opQuo {
		return a / b, nil
	}
	return a % b, nil
}

func power(a, b int64) (int64, error) {
	if b < 0 {
		return 0, ErrExponent
	}
	n := int64(1)
	for ; b > 0; b >>= 1 {
		if b&1 != 0 {
			n *= a
		}
		a *= a
	}
	return n, nil
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

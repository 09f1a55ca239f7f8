package arith

import "gpipe/internal/vars"

// program is code for a machine with an accumulator and a stack. Every
// operation of two operands has the accumulator on its left, what the
// instruction says on its right, and leaves its result in the accumulator.
type program struct {
	code []instruction
	subs []subscript
}

type instruction struct {
	op   opcode
	mode mode
	// arg is the slot, operand, subscript or jump target.
	arg int32
	// number is the right operand in mode constant.
	number int64
}

// mode is where the right operand of an instruction comes from.
type mode uint8

const (
	none     mode = iota
	constant      // number
	variable      // the variable in the slot arg
	popped        // the accumulator; the left operand comes from the stack
	hole          // the operand arg
	indexed       // the array element of the subscript arg
)

type opcode uint8

const (
	opLoad opcode = iota // the right operand itself
	opAdd
	opSub
	opMul
	opQuo
	opRem
	opPow
	opShl
	opShr
	opAnd
	opOr
	opXor
	opEql
	opNeq
	opLss
	opLeq
	opGtr
	opGeq

	// The rest have no right operand.
	opPush // the accumulator to the stack
	opNeg
	opNot // !
	opInvert
	opBool
	opJump
	opJumpZero
	opAndJump // && : to arg if it is 0
	opOrJump  // || : to arg if it is not 0, which makes it 1
	opStore   // to the variable in the slot arg
	// An element is assigned in steps, so that its subscript is evaluated
	// once, and first.
	opRefer    // find the element of the subscript arg
	opLoadRef  // its value
	opStoreRef // assign it
)

// subscript is name[index].
type subscript struct {
	slot vars.Slot
	// index is for indexed arrays, key for associative ones; err is why
	// there is no index.
	index *program
	err   error
	key   source
}

// emitter makes a program.
type emitter struct {
	program
	names *vars.Names
}

func (m *emitter) emit(in instruction) { m.code = append(m.code, in) }

func (m *emitter) plain(op opcode) { m.emit(instruction{op: op}) }

func (m *emitter) load(mode mode, arg int) { m.emit(instruction{mode: mode, arg: int32(arg)}) }

func (m *emitter) constant(n int64) { m.emit(instruction{mode: constant, number: n}) }

// begin saves the left operand while the right one is made.
func (m *emitter) begin() (mark int) {
	m.plain(opPush)
	return len(m.code) - 1
}

// binary ends what begin began. A right operand that is just loaded becomes
// part of the operation.
func (m *emitter) binary(op opcode, mark int) {
	if right := mark + 1; len(m.code) == right+1 && m.code[right].op == opLoad {
		in := m.code[right]
		in.op = op
		m.code[mark] = in
		m.code = m.code[:right]
		return
	}
	m.emit(instruction{op: op, mode: popped})
}

// unary applies op to what was made from mark on.
func (m *emitter) unary(op opcode, mark int) {
	if last := &m.code[len(m.code)-1]; op == opNeg && len(m.code) == mark+1 && last.mode == constant {
		last.number = -last.number
		return
	}
	m.plain(op)
}

func (m *emitter) jump(op opcode) (at int) {
	m.plain(op)
	return len(m.code) - 1
}

func (m *emitter) land(jump int) { m.code[jump].arg = int32(len(m.code)) }

// target is what can be assigned: a variable, or an element of one.
type target struct {
	slot vars.Slot
	sub  int // of an element its subscript, else -1
}

func (m *emitter) loadTarget(t target) {
	if t.sub >= 0 {
		m.load(indexed, t.sub)
	} else {
		m.load(variable, int(t.slot))
	}
}

// assign assigns what right makes, combined with the old value unless op is
// opLoad.
func (m *emitter) assign(t target, op opcode, right func() bool) bool {
	if t.sub >= 0 {
		m.emit(instruction{op: opRefer, arg: int32(t.sub)})
	}
	if op == opLoad {
		if !right() {
			return false
		}
		m.store(t)
		return true
	}
	if t.sub >= 0 {
		m.plain(opLoadRef)
	} else {
		m.loadTarget(t)
	}
	mark := m.begin()
	if !right() {
		return false
	}
	m.binary(op, mark)
	m.store(t)
	return true
}

func (m *emitter) store(t target) {
	if t.sub >= 0 {
		m.plain(opStoreRef)
	} else {
		m.emit(instruction{op: opStore, arg: int32(t.slot)})
	}
}

// increment adds by, 1 or -1. A postfix operator has the old value.
func (m *emitter) increment(t target, by int64, postfix bool) {
	m.assign(t, opAdd, func() bool { m.constant(by); return true })
	if postfix {
		m.emit(instruction{op: opSub, mode: constant, number: by})
	}
}

// condition is a ? b : c, a being in the accumulator.
func (m *emitter) condition(yes, no func() bool) bool {
	zero := m.jump(opJumpZero)
	if !yes() {
		return false
	}
	end := m.jump(opJump)
	m.land(zero)
	if !no() {
		return false
	}
	m.land(end)
	return true
}

// logical is a && b or a || b, a being in the accumulator.
func (m *emitter) logical(op opcode, right func() bool) bool {
	end := m.jump(op)
	if !right() {
		return false
	}
	m.plain(opBool)
	m.land(end)
	return true
}

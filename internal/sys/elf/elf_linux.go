//go:build linux && (amd64 || arm64)

package elf

// Program returns an ELF file whose one segment is the file itself: header,
// program header and code.
func Program(code string) []byte {
	const base, headers = 0x400000, 64 + 56
	elf := make([]byte, headers, headers+len(code))
	elf = append(elf, code...)
	copy(elf, "\x7fELF\x02\x01\x01") // 64 bits, little endian
	put := func(at, n int, v uint64) {
		for i := range n {
			elf[at+i] = byte(v >> (8 * i))
		}
	}
	put(16, 2, 2) // an executable
	put(18, 2, elfMachine)
	put(20, 4, 1)
	put(24, 8, base+headers) // entry
	put(32, 8, 64)           // program headers start here,
	put(52, 2, 64)           // size of this header
	put(54, 2, 56)           // size of a program header
	put(56, 2, 1)            // their number

	put(64, 4, 1)                 // a segment to load,
	put(68, 4, 5)                 // readable and executable
	put(80, 8, base)              // at this address,
	put(88, 8, base)              //
	put(96, 8, uint64(len(elf)))  // size in the file
	put(104, 8, uint64(len(elf))) // and in memory
	put(112, 8, 0x10000)          // alignment
	return elf
}

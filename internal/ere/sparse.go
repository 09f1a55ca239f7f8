package ere

// sparse is a set of small numbers that is emptied at once, and lists its
// members in the order in which they came.
type sparse struct {
	list []int32
	at   []int32 // of a member its index in list
}

func (s *sparse) make(n int) { s.list, s.at = make([]int32, 0, n), make([]int32, n) }
func (s *sparse) clear()     { s.list = s.list[:0] }

func (s *sparse) has(k int32) bool {
	i := s.at[k]
	return int(i) < len(s.list) && s.list[i] == k
}

// add adds k and tells whether it was not there.
func (s *sparse) add(k int32) bool {
	if s.has(k) {
		return false
	}
	s.at[k] = int32(len(s.list))
	s.list = append(s.list, k)
	return true
}

package table

import (
	"encoding/hex"

	"okta-session-analyzer/analyzer/event"
)

// nameTransactions makes values of the ids of transactions, which takes 0.3 s
// for a million events and is seldom wanted.
func (l *Log) nameTransactions() {
	if len(l.transactions) == 0 {
		return
	}
	old := l.columns[event.TransactionID]
	var names Strings
	for _, v := range old.Values {
		names.Code([]byte(v))
	}
	rows := make([]uint32, l.Len())
	var text [32]byte
	for row, id := range l.transactions {
		if id == ([16]byte{}) {
			rows[row] = old.rows[row]
			continue
		}
		hex.Encode(text[:], id[:])
		rows[row] = names.Code(text[:])
	}
	l.naming.Lock()
	defer l.naming.Unlock()
	l.tuples[TransactionGroup] = rows
	l.columns[event.TransactionID] = &Column{Values: names.All(), rows: rows, of: identity(names.Len())}
	l.transactions = nil
}

// Transaction returns the id of an event's transaction, as its column has it.
// It is for who wants those of a few events: the column has a value for nearly
// every event, which takes time and memory to make.
func (l *Log) Transaction(row int) string {
	l.naming.RLock()
	defer l.naming.RUnlock()
	if len(l.transactions) > 0 && l.transactions[row] != ([16]byte{}) {
		return FormatTransaction(l.transactions[row])
	}
	return l.columns[event.TransactionID].At(row)
}

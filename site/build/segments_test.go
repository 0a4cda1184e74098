package main

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

// section returns a section of a module.
func section(id byte, content ...byte) []byte {
	return append(binary.AppendUvarint([]byte{id}, uint64(len(content))), content...)
}

// at returns a segment of memory 0.
func at(address int64, data string) []byte {
	b := append(appendSigned([]byte{0, i32Const}, address), end)
	return append(binary.AppendUvarint(b, uint64(len(data))), data...)
}

func module(sections ...[]byte) []byte {
	return append([]byte(preamble), bytes.Join(sections, nil)...)
}

func data(segments ...[]byte) []byte {
	return section(dataSection, append([]byte{byte(len(segments))}, bytes.Join(segments, nil)...)...)
}

func TestJoinSegments(t *testing.T) {
	code := section(10, 1, 2, 3)
	for _, test := range []struct {
		name     string
		in, want []byte
	}{
		{"no data", module(code), module(code)},
		{"one", module(code, data(at(64, "a"))), module(code, data(at(64, "a")))},
		{"beside each other", module(data(at(4096, "ab"), at(4098, "c")), code), module(data(at(4096, "abc")), code)},
		{"zeros between", module(data(at(63, "ab"), at(68, "c"))), module(data(at(63, "ab\x00\x00\x00c")))},
		{"as far as may be", module(data(at(0, "a"), at(1+near, "b"))), module(data(at(0, "a"+strings.Repeat("\x00", near)+"b")))},
		{"too far", module(data(at(0, "a"), at(2+near, "b"), at(3+near, "c"))), module(data(at(0, "a"), at(2+near, "bc")))},
		{"one over the other", module(data(at(9, "abc"), at(10, "d"))), module(data(at(9, "abc"), at(10, "d")))},
		{"backwards", module(data(at(9, "a"), at(7, "b"))), module(data(at(9, "a"), at(7, "b")))},
		{"a high address", module(data(at(0x7fffffff, "a"))), module(data(at(0x7fffffff, "a")))},
	} {
		in := bytes.Clone(test.in)
		got, err := joinSegments(test.in)
		if err != nil || !bytes.Equal(got, test.want) {
			t.Errorf("%s: % x, %v; want % x", test.name, got, err, test.want)
		}
		if !bytes.Equal(in, test.in) {
			t.Errorf("%s: the module itself was changed", test.name)
		}
	}
}

func TestJoinSegmentsRefused(t *testing.T) {
	whole := module(data(at(0, "ab"), at(2, "c")))
	for _, test := range []struct {
		name string
		in   []byte
		says string
	}{
		{"nothing", nil, "no WebAssembly module"},
		{"a page", []byte("<!doctype html>"), "no WebAssembly module"},
		{"another version", []byte("\x00asm\x02\x00\x00\x00"), "version 1"},
		{"cut", whole[:len(whole)-1], "section 11"},
		{"a segment cut", module(section(dataSection, 1, 0, i32Const, 0, end, 9, 'a')), "does not end"},
		{"more than its segments", module(section(dataSection, 0, 7)), "does not end"},
		{"an address without end", module(section(dataSection, 1, 0, i32Const, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, end, 0)), "does not end"},
		{"another memory", module(section(dataSection, 1, 2, i32Const, 0, end, 0)), "segment 0"},
		{"an address of a variable", module(section(dataSection, 1, 0, 0x23, 0, end, 0)), "segment 0"},
		{"a negative address", module(section(dataSection, 1, 0, i32Const, 0x7f, end, 0)), "segment 0"},
		{"counted segments", module(section(countSection, 1), data(at(0, "a"))), "counts its segments"},
	} {
		if got, err := joinSegments(test.in); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: % x, %v; want an error with %q", test.name, got, err, test.says)
		}
	}
}

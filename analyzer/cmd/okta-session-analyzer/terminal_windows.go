package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// terminalColumns returns the width of a terminal; ok is false when the file is
// none.
func terminalColumns(f *os.File) (columns int, ok bool) {
	var info windows.ConsoleScreenBufferInfo
	if windows.GetConsoleScreenBufferInfo(windows.Handle(f.Fd()), &info) != nil {
		return 0, false
	}
	return int(info.Window.Right-info.Window.Left) + 1, true
}

// terminalColors reports whether a terminal understands colours. A console has
// to be told that escapes follow.
func terminalColors(f *os.File) bool {
	var mode uint32
	handle := windows.Handle(f.Fd())
	return windows.GetConsoleMode(handle, &mode) == nil &&
		windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

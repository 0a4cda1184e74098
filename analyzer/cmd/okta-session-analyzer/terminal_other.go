//go:build !unix && !windows

package main

import "os"

func terminalColumns(*os.File) (columns int, ok bool) { return 0, false }

func terminalColors(*os.File) bool { return false }

package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Packed says how a file is compressed, by its first bytes.
type Packed string

// The ways of compression. Zstandard is only named: the smallest decoder that is
// kept well, of github.com/klauspost/compress 1.20, adds 137 kB to the 1.74 MB
// that the engine has in the page, gzipped.
const (
	Plain     Packed = ""
	Gzip      Packed = "gzip"
	Zip       Packed = "zip"
	Zstandard Packed = "zstd"
)

// SniffPacked tells from the first bytes of a file how it is compressed.
func SniffPacked(head []byte) Packed {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return Gzip
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return Zip
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return Zstandard
	}
	return Plain
}

// Limits of compressed files. A log compresses to a tenth or a thirtieth;
// DEFLATE cannot do better than 1:1,032, which is what a bomb does.
const (
	maxRatio    = 200
	ratioFrom   = 64 << 20 // bytes of text from which on the ratio counts
	maxUnpacked = 1 << 40  // bytes of text in one file
	maxEntries  = 1000     // files in one archive
)

// Member is one file in an archive.
type Member struct {
	Name   string
	Size   int64  // compressed, in bytes
	Offset int64  // of its compressed data in the archive
	Method uint16 // zip.Store or zip.Deflate
	CRC32  uint32
	Length int64 // of its text, as the archive says

	file *zip.File
}

// Open returns the member's text. Reading it to the end checks its CRC.
func (m *Member) Open() (io.Reader, error) {
	r, err := m.file.Open()
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Members returns the files of a zip archive, in its order: not the folders,
// nor what macOS puts beside files. The error is an [*Error] without the
// archive's name.
func Members(r io.ReaderAt, size int64) ([]Member, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &Error{Kind: Unreadable, Message: "the zip archive is damaged or cut off; copy or download it again", Err: err}
	}
	var list []Member
	rest := size // of the archive, that no member has taken
	for _, f := range archive.File {
		name := f.Name
		switch {
		case f.FileInfo().IsDir(), strings.HasPrefix(name, "__MACOSX/"), strings.HasSuffix(name, ".DS_Store"), f.UncompressedSize64 == 0:
			continue
		case strings.HasPrefix(name, "xl/") || name == "[Content_Types].xml":
			return nil, &Error{Kind: NotOkta, Message: "this is a spreadsheet; save it as CSV (UTF-8) and open the CSV"}
		case f.Flags&1 != 0:
			return nil, &Error{Kind: Unreadable, Message: fmt.Sprintf("%q in the zip archive is encrypted; unpack it and open what is in it", name)}
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return nil, &Error{Kind: Unreadable, Message: fmt.Sprintf("%q in the zip archive is compressed with method %d, which cannot be read; unpack it and open what is in it", name, f.Method)}
		}
		if len(list) == maxEntries {
			return nil, &Error{Kind: Unreadable, Message: fmt.Sprintf("the zip archive holds more than %d files; unpack it and open those that are logs", maxEntries)}
		}
		if f.CompressedSize64 > uint64(rest) {
			return nil, &Error{Kind: Unreadable, Message: "the files in the zip archive overlap or are larger than it, as in a bomb; make the archive anew"}
		}
		rest -= int64(f.CompressedSize64)
		at, err := f.DataOffset()
		if err != nil {
			return nil, &Error{Kind: Unreadable, Message: "the zip archive is damaged", Err: err}
		}
		list = append(list, Member{Name: name, Size: int64(f.CompressedSize64), Offset: at, Method: f.Method, CRC32: f.CRC32,
			Length: int64(f.UncompressedSize64), file: f})
	}
	if len(list) == 0 {
		return nil, &Error{Kind: Empty, Message: "the zip archive holds no file"}
	}
	return list, nil
}

// Unpack returns the text of a stream that may be compressed with gzip, in one
// member or several, also twice. A text that is not compressed is returned as
// it is. What it returns refuses bombs: see [Guard].
func Unpack(r io.Reader, size int64) (io.Reader, error) {
	for range 3 {
		b := bufio.NewReaderSize(r, 64<<10)
		head, err := b.Peek(4)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		switch SniffPacked(head) {
		case Gzip:
			z, err := gzip.NewReader(b)
			if err != nil {
				return nil, err
			}
			r = z
			continue
		case Zip:
			return nil, &Error{Kind: Unreadable, Message: "this is a zip archive inside a compressed file; unpack it once"}
		case Zstandard:
			return nil, errZstandard
		}
		return &guarded{r: b, guard: Guard{Size: size}}, nil
	}
	return nil, &Error{Kind: Unreadable, Message: "the file is compressed more than three times over"}
}

var errZstandard = &Error{Kind: Unreadable, Message: "this is compressed with Zstandard; unpack it (zstd -d) and open what is in it"}

// Guard counts what comes out of a compressed file and refuses a bomb.
type Guard struct {
	Size  int64 // of the compressed file, in bytes
	total int64
}

// ErrBomb says that a file grows beyond all measure when it is unpacked.
var ErrBomb = fmt.Errorf("the file grows to more than %d times its size when it is unpacked, which no log does", maxRatio)

// Add counts n more bytes of text. The error is [ErrBomb].
func (g *Guard) Add(n int) error {
	g.total += int64(n)
	if g.total > ratioFrom && g.total/maxRatio > g.Size || g.total > maxUnpacked {
		return ErrBomb
	}
	return nil
}

type guarded struct {
	r     io.Reader
	guard Guard
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if bomb := g.guard.Add(n); bomb != nil {
		return 0, bomb
	}
	return n, err
}

package simulate

import (
	"bufio"
	"encoding/hex"
	"io"
	"strconv"
)

// WriteNDJSON writes the log as the API's objects, one a line, in order of
// time. Of a log with all habits one event in 256 stands there twice, as it may
// where events are delivered at least once. It returns the number of events.
func (w *World) WriteNDJSON(out io.Writer) (int, error) { return w.writeJSON(out, "", "\n", "\n") }

// WriteJSON writes the log as one array of the API's objects in order of time,
// the shape of an answer to GET /api/v1/logs, whose pages end at a thousand.
// It returns the number of events.
func (w *World) WriteJSON(out io.Writer) (int, error) { return w.writeJSON(out, "[", ",", "]\n") }

func (w *World) writeJSON(out io.Writer, head, between, tail string) (int, error) {
	buf := bufio.NewWriterSize(out, 1<<20)
	if _, err := buf.WriteString(head); err != nil {
		return 0, err
	}
	var line []byte
	n := 0
	for e := range w.Events() {
		line = line[:0]
		if n > 0 {
			line = append(line, between...)
		}
		line = e.AppendJSON(line)
		if w.cfg.Habits == AllHabits && e.UUID[15] == 0 {
			line = e.AppendJSON(append(line, between...)) // delivered twice
		}
		if _, err := buf.Write(line); err != nil {
			return n, err
		}
		n++
	}
	if n == 0 && head == "" {
		tail = "" // no events are no lines
	}
	if _, err := buf.WriteString(tail); err != nil {
		return n, err
	}
	return n, buf.Flush()
}

// AppendJSON appends the event as the API's compact JSON object: keys in
// camelCase and in order of the alphabet, nulls written out.
func (e *Event) AppendJSON(b []byte) []byte {
	b = append(b, `{"actor":{"alternateId":`...)
	b = appendString(b, e.Actor.AlternateID)
	b = append(b, `,"detailEntry":null,"displayName":`...)
	b = appendString(b, e.Actor.DisplayName)
	b = append(b, `,"id":`...)
	b = appendString(b, e.Actor.ID)
	b = append(b, `,"type":`...)
	b = appendString(b, e.Actor.Type)

	b = append(b, `},"authenticationContext":{"authenticationProvider":`...)
	b = appendOptional(b, e.Provider)
	b = append(b, `,"authenticationStep":0,"credentialProvider":`...)
	b = appendOptional(b, e.Credential)
	b = append(b, `,"credentialType":null,"externalSessionId":`...)
	b = appendOptional(b, e.Session)
	b = append(b, `,"interface":null,"issuer":`...)
	if m := e.Debug.More; m != nil && m.Issuer != "" {
		b = append(appendString(append(b, `{"id":`...), m.Issuer), `,"type":"SAML2"}`...)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"rootSessionId":`...)
	b = appendOptional(b, e.Root)

	b = append(b, `},"client":`...)
	b = e.appendClient(b)
	b = append(b, `,"debugContext":{"debugData":`...)
	b = e.appendDebugData(b)
	b = append(b, `},"device":`...)
	b = e.appendDevice(b)
	b = append(b, `,"displayMessage":`...)
	b = appendString(b, e.Type.Message)
	b = append(b, `,"eventType":`...)
	b = appendString(b, e.Type.Name)
	b = append(b, `,"legacyEventType":`...)
	b = appendOptional(b, e.Type.Legacy)
	b = append(b, `,"outcome":{"reason":`...)
	b = appendOptional(b, e.Reason)
	b = append(b, `,"result":`...)
	b = appendString(b, e.Result)
	b = append(b, `},"published":"`...)
	b = appendTime(b, e.Time)
	b = append(b, `","request":{"ipChain":[`...)
	if n := e.Network; n != nil {
		b = append(b, `{"geographicalContext":`...)
		b = appendPlace(b, n.Place)
		b = append(b, `,"ip":`...)
		b = appendString(b, n.IP)
		b = append(b, `,"source":null,"version":`...)
		b = appendString(b, n.Version)
		b = append(b, '}')
	}
	b = append(b, `]},"securityContext":`...)
	b = e.appendSecurity(b)
	b = append(b, `,"severity":`...)
	b = appendString(b, e.Type.Severity)
	b = append(b, `,"target":`...)
	b = e.appendTargets(b)
	b = append(b, `,"transaction":{"detail":{`...)
	if e.Token != "" {
		b = append(b, `"requestApiTokenId":`...)
		b = appendString(b, e.Token)
		b = append(b, `,"rootApiTokenId":`...)
		b = appendString(b, e.Token)
	}
	b = append(b, `},"id":"`...)
	b = hex.AppendEncode(b, e.Transaction[:])
	if e.Job {
		b = append(b, `","type":"JOB"},"uuid":"`...)
	} else {
		b = append(b, `","type":"WEB"},"uuid":"`...)
	}
	b = appendUUID(b, &e.UUID)
	return append(b, `","version":"0"}`...)
}

func (e *Event) appendClient(b []byte) []byte {
	b = append(b, `{"device":`...)
	if e.Agent != nil {
		b = appendString(b, e.Agent.Device)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"geographicalContext":`...)
	if e.Network != nil {
		b = appendPlace(b, e.Network.Place)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"id":null,"ipAddress":`...)
	if e.Network != nil {
		b = appendString(b, e.Network.IP)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"userAgent":`...)
	if a := e.Agent; a != nil {
		b = append(b, `{"browser":`...)
		b = appendString(b, a.Browser)
		b = append(b, `,"os":`...)
		b = appendString(b, a.OS)
		b = append(b, `,"rawUserAgent":`...)
		b = appendString(b, a.Raw)
		b = append(b, '}')
	} else {
		b = append(b, "null"...)
	}
	// The zone of a request from no named zone is the text "null".
	if e.Job {
		return append(b, `,"zone":null}`...)
	}
	return append(b, `,"zone":"null"}`...)
}

func appendPlace(b []byte, p *Place) []byte {
	if p == nil {
		return append(b, `{"city":null,"country":null,"geolocation":null,"postalCode":null,"state":null}`...)
	}
	b = append(b, `{"city":`...)
	b = appendOptional(b, p.City)
	b = append(b, `,"country":`...)
	b = appendOptional(b, p.Country)
	b = append(b, `,"geolocation":{"lat":`...)
	b = append(b, p.Lat...)
	b = append(b, `,"lon":`...)
	b = append(b, p.Lon...)
	b = append(b, `},"postalCode":`...)
	b = appendOptional(b, p.Postal)
	b = append(b, `,"state":`...)
	b = appendOptional(b, p.State)
	return append(b, '}')
}

func (e *Event) appendDevice(b []byte) []byte {
	h := e.Debug.Managed
	if h == nil {
		return append(b, "null"...)
	}
	b = append(b, `{"device_integrator":null,"disk_encryption_type":"ALL_INTERNAL_VOLUMES","id":"guo`...)
	for i, x := 0, mix(e.Debug.Device); i < 17; i++ {
		if i == 10 {
			x = mix(x + e.Debug.Device)
		}
		b = append(b, alphanumeric[x%62])
		x /= 62
	}
	b = append(b, `","jailbreak":false,"managed":`...)
	b = strconv.AppendBool(b, e.Debug.Device&2 != 0)
	b = append(b, `,"name":`...)
	b = appendString(b, h.Model)
	b = append(b, `,"os_platform":`...)
	b = appendString(b, h.Platform)
	b = append(b, `,"os_version":`...)
	b = appendString(b, h.Version)
	return append(b, `,"registered":true,"screen_lock_type":"BIOMETRIC","secure_hardware_present":true}`...)
}

func (e *Event) appendSecurity(b []byte) []byte {
	if e.Network == nil {
		return append(b, `{"asNumber":null,"asOrg":null,"domain":null,"isProxy":null,"isp":null}`...)
	}
	p := e.Network.Provider
	b = append(b, `{"asNumber":`...)
	b = strconv.AppendInt(b, int64(p.Number), 10)
	b = append(b, `,"asOrg":`...)
	b = appendString(b, p.Org)
	b = append(b, `,"domain":`...)
	b = appendString(b, p.Domain)
	b = append(b, `,"isProxy":`...)
	b = strconv.AppendBool(b, e.Network.Proxy)
	b = append(b, `,"isp":`...)
	b = appendString(b, p.Name)
	return append(b, '}')
}

func (e *Event) appendTargets(b []byte) []byte {
	if len(e.Targets) == 0 {
		return append(b, "null"...)
	}
	for i, t := range e.Targets {
		b = append(b, [2]byte{',', '['}[btoi(i == 0)])
		b = append(b, `{"alternateId":`...)
		b = appendString(b, t.AlternateID)
		if c := e.Debug.Change; c != nil && i == 0 {
			b = append(append(b, `,"changeDetails":{"from":`...), c.From...)
			b = append(append(append(b, `,"to":`...), c.To...), '}')
		}
		b = append(b, `,"detailEntry":null,"displayName":`...)
		b = appendString(b, t.DisplayName)
		b = append(b, `,"id":`...)
		b = appendString(b, t.ID)
		b = append(b, `,"type":`...)
		b = appendString(b, t.Type)
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendOptional appends a JSON string, or null for "".
func appendOptional(b []byte, s string) []byte {
	if s == "" {
		return append(b, "null"...)
	}
	return appendString(b, s)
}

// appendString appends a JSON string (RFC 8259, section 7).
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, `\u00`...)
			b = hex.AppendEncode(b, []byte{c})
		}
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

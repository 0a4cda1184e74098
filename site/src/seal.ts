// The frame's first script: takes away what the content policy has no say in.
//
// No directive that Chromium knows covers WebRTC: a peer connection sends its
// TURN user name, that is any text, to any address. The frame's origin is
// opaque and different from that of every frame it could make, so there is no
// second global object to get the constructor back from.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection"]) {
  delete (globalThis as Record<string, unknown>)[name];
}

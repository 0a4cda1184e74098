// Which export carries a field that a detection missed.

/** The columns of the console's CSV; target0 stands for target0 to target3. */
const columns =
  "severity event_type display_message uuid version timestamp published outcome.result outcome.reason actor.id actor.type " +
  "actor.display_name actor.alternate_id authentication_context.authentication_step " +
  "authentication_context.authentication_provider authentication_context.credential_provider " +
  "authentication_context.credential_type authentication_context.issuer authentication_context.external_session_id " +
  "authentication_context.root_session_id client.zone client.ip_address client.device client.user_agent.raw_user_agent " +
  "client.user_agent.os client.user_agent.browser client.geographical_context.country client.geographical_context.city " +
  "client.geographical_context.postal_code client.geographical_context.geolocation.lon " +
  "client.geographical_context.geolocation.lat transaction.id transaction.type debug_context.debug_data.request_uri " +
  "legacy_event_type target.id target.type target.alternate_id target.display_name " +
  "request.ip_chain.geographical_context.postal_code request.ip_chain.geographical_context.geolocation.lon " +
  "request.ip_chain.geographical_context.geolocation.lat request.ip_chain.geographical_context.geolocation.state " +
  "request.ip_chain.geographical_context.state request.ip_chain.ip request.ip_chain.source request.ip_chain.version " +
  "transaction.detail.root_api_token_id transaction.detail.request_api_token_id";

const inConsole = new Set(columns.split(" ").map(fold));

/** Names are compared as everywhere in the tool: without case, underscores, brackets and a target's number. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[_[\]]/g, "").replace(/^target\d+/, "target");
}

export type Export = "console" | "api";

/** The plainest export that holds every one of the fields. */
export function exportWith(fields: readonly string[]): Export {
  return fields.every((f) => inConsole.has(fold(f))) ? "console" : "api";
}

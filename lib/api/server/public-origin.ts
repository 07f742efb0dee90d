/**
 * The origin that people reach the server by, `https://baseboard.example.com`: as the operator told it, else by the
 * name that this request called it. Never from forwarding headers, which anybody may write.
 */
export function publicOrigin(host: string | null, configured: string | undefined): string {
  return configured ?? `http://${host ?? 'localhost'}`;
}

const CREDENTIAL_NAMES = [
  'DOCKER_AUTH_CONFIG',
  'REGISTRY_AUTH_FILE',
  'DOCKER_CONFIG',
  'XDG_RUNTIME_DIR',
  'HOME',
  'PATH',
  // What the credential helpers themselves read: the secret service's bus, and pass's keys and store.
  'DBUS_SESSION_BUS_ADDRESS',
  'GNUPGHOME',
  'PASSWORD_STORE_DIR',
];

/** The credential sources' part of the environment: helpers are given no more of it. */
export function credentialEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(CREDENTIAL_NAMES.map((name) => [name, environment[name]]));
}

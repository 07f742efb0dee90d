const CREDENTIAL_NAMES = [
  'DOCKER_AUTH_CONFIG',
  'REGISTRY_AUTH_FILE',
  'DOCKER_CONFIG',
  'XDG_RUNTIME_DIR',
  'HOME',
  'PATH',
  // Read by the credential helpers: the bus of the secret service, and the keys and the store of pass.
  'DBUS_SESSION_BUS_ADDRESS',
  'GNUPGHOME',
  'PASSWORD_STORE_DIR',
  // The address of the cluster whose pod this is.
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
];

/** The variables that credential sources and helpers use; nothing else of the environment reaches them. */
export function credentialEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(CREDENTIAL_NAMES.map((name) => [name, environment[name]]));
}

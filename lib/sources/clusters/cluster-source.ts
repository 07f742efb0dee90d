import { z } from 'zod';
import { sourceFields } from '../source-fields.ts';

const MAX_PATTERNS = 100;
const MAX_PEM = 100_000;
const MAX_PATH = 1024;

/** The address of an API. A server whose path is not empty, such as Rancher's, has the API below it. */
const address = z
  .string()
  .max(2000)
  .refine(isAddress, 'the address of the API, such as https://10.0.0.1:6443')
  .transform((text) => new URL(text));

const pem = z
  .string()
  .max(MAX_PEM, `at most ${MAX_PEM} characters`)
  .regex(/^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/, 'certificates in PEM');

const namespacePattern = z
  .string()
  .regex(/^[a-z0-9*-]{1,63}$/, 'a namespace, or a pattern of namespaces such as team-*');
const namespacePatterns = z.array(namespacePattern).max(MAX_PATTERNS, `at most ${MAX_PATTERNS} patterns`);

const text = z.string().min(1, 'a text').max(MAX_PATH, `at most ${MAX_PATH} characters`);

const kubernetesConfig = z
  .strictObject({
    /** What the cluster is called in places and filters. */
    cluster: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a name of letters, digits, dots, dashes and underscores'),
    /** The address of its API; the token is the source's credential. */
    server: address.optional(),
    /** The authorities that signed the certificate of `server`; the system's by default. */
    ca: pem.optional(),
    /** The path of a kubeconfig, with a token or a client certificate. */
    kubeconfig: text.optional(),
    /** The context in the kubeconfig; its current one by default. */
    context: text.optional(),
    /** The account of the pod that this process runs in. */
    inCluster: z
      .union([z.literal(true), z.literal('true')], 'true, or leave it out')
      .transform(() => true as const)
      .optional(),
    namespaces: z
      .strictObject({ include: namespacePatterns.default(['*']), exclude: namespacePatterns.default([]) })
      .prefault({}),
  })
  .superRefine(({ server, ca, kubeconfig, context, inCluster }, issues) => {
    const refuse = (key: string, message: string) =>
      issues.addIssue({ code: 'custom', message, path: [key] });
    if ([server, kubeconfig, inCluster].filter((each) => each !== undefined).length !== 1) {
      issues.addIssue({ code: 'custom', message: 'one of server, kubeconfig and inCluster' });
    }
    if (ca !== undefined && server === undefined) refuse('ca', 'nothing: it goes with server');
    if (context !== undefined && kubeconfig === undefined)
      refuse('context', 'nothing: it goes with kubeconfig');
  });

const argocdConfig = z.strictObject({
  /** The address of Argo CD. */
  server: address,
  ca: pem.optional(),
});

/** Sources that list what clusters run and what Argo CD declares. */
export const clusterSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject(sourceFields('kubernetes', kubernetesConfig)),
  z.strictObject(sourceFields('argocd', argocdConfig)),
]);

/** A source that lists a cluster or Argo CD, parsed. */
export type ClusterSource = Readonly<z.output<typeof clusterSourceSchema>>;
/** The settings of a cluster. */
export type KubernetesConfig = Extract<ClusterSource, { kind: 'kubernetes' }>['config'];
/** The settings of Argo CD. */
export type ArgoCdConfig = Extract<ClusterSource, { kind: 'argocd' }>['config'];

function isAddress(value: string): boolean {
  const url = URL.parse(value);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    !url.username &&
    !url.password &&
    !url.search &&
    !url.hash
  );
}

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `forbidden()`: a page for who is known and may not see it.
  experimental: { authInterrupts: true },
  // The type check is a step of its own (`npm run typecheck`): it covers the whole tree, not the pages alone.
  typescript: { ignoreBuildErrors: true },
};

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // The type check is a step of its own (`npm run typecheck`): it covers the whole tree, not the pages alone.
  typescript: { ignoreBuildErrors: true },
};

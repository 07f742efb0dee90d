/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // `forbidden()`: a page for a known caller without the permission.
    authInterrupts: true,
    // No page takes a body; Next keeps a copy of what passes proxy.ts.
    proxyClientMaxBodySize: 1024,
  },
  // Pages show no pictures that would have to be scaled, and Next's cache of them knows nothing of access.
  images: { unoptimized: true },
  // The type check is a step of its own (`npm run typecheck`): it covers the whole tree, not the pages alone.
  typescript: { ignoreBuildErrors: true },
};

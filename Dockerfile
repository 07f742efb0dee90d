# syntax=docker/dockerfile:1
# One image for both roles: the web process by default, a worker with the command `node lib/jobs/worker.ts`.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Baseboard" \
      org.opencontainers.image.description="Shows what container images are based on, and whether those bases are current" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    BASEBOARD_HOST=0.0.0.0 \
    BASEBOARD_PORT=3000 \
    BASEBOARD_DATA=/data
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.BASEBOARD_PORT||3000)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "lib/api/server/serve.ts"]

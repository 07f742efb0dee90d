import { describe, expect, it } from 'vitest';
import { parsePaste } from '../parse-paste.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** The images as `line reference`, and the problems as `line problem`. */
async function read(text: string) {
  const { images, problems } = await parsePaste(text);
  return {
    images: images.map(({ line, reference }) => `${line} ${reference.replace('docker.io/library/', '')}`),
    formats: [...new Set(images.map(({ format }) => format))],
    problems: problems.map(({ line, problem }) => `${line} ${problem}`),
  };
}

describe('commands', () => {
  it.each<[string, string[]]>([
    ['docker run nginx:1.27', ['nginx:1.27']],
    [
      'docker run -d --name web -p 8080:80 -e A=b --restart always nginx:1.27 nginx -g "daemon off;"',
      ['nginx:1.27'],
    ],
    [
      'docker run -dp 8080:80 --rm -it -v "$PWD":/x --mount type=bind,src=/a,dst=/b q.io/a/b:2 sh -c ls',
      ['q.io/a/b:2'],
    ],
    ['docker run -p8080:80 --network=host --init --gpus all q.io/a:1', ['q.io/a:1']],
    ['sudo -E docker container run --privileged q.io/a:1', ['q.io/a:1']],
    ['DOCKER_BUILDKIT=1 docker create --entrypoint sh q.io/a:1', ['q.io/a:1']],
    ['docker --context prod run q.io/a:1', ['q.io/a:1']],
    ['podman run --replace --name x --pod new:y quay.io/a/b:1 --not-an-option', ['quay.io/a/b:1']],
    ['podman pull docker://quay.io/a/b:1 quay.io/a/c:1', ['quay.io/a/b:1', 'quay.io/a/c:1']],
    ['docker pull --platform linux/arm64 --quiet redis:7', ['redis:7']],
    ['docker tag app:1 q.io/app:1 && docker push q.io/app:1', ['app:1', 'q.io/app:1']],
    ['docker image inspect -f "{{.Id}}" q.io/a:1', ['q.io/a:1']],
    ['crane digest --platform linux/amd64 ghcr.io/a/b:1', ['ghcr.io/a/b:1']],
    ['crane manifest ghcr.io/a/b:1 | jq .', ['ghcr.io/a/b:1']],
    ['crane pull ghcr.io/a/b:1 image.tar', ['ghcr.io/a/b:1']],
    ['crane copy ghcr.io/a/b:1 q.io/b:1', ['ghcr.io/a/b:1', 'q.io/b:1']],
    [`crane config ghcr.io/a/b@${DIGEST} > config.json`, [`ghcr.io/a/b@${DIGEST}`]],
    [
      'skopeo inspect docker://registry.fedoraproject.org/fedora:42',
      ['registry.fedoraproject.org/fedora:42'],
    ],
    ['skopeo copy docker://q.io/a:1 oci:/tmp/x:1', ['q.io/a:1']],
    ['ctr -n k8s.io images pull docker.io/library/redis:7', ['redis:7']],
    ['ctr run --rm docker.io/library/redis:7 redis', ['redis:7']],
    ['crictl pull q.io/a:1', ['q.io/a:1']],
    ['kubectl run web --image=nginx:1.27 --port 80', ['nginx:1.27']],
    ['kubectl create deployment web --image q.io/a:1', ['q.io/a:1']],
    ['kubectl set image deployment/web app=q.io/a:2 side=q.io/b:1', ['q.io/a:2', 'q.io/b:1']],
    ['trivy image --severity HIGH q.io/a:1', ['q.io/a:1']],
    ['docker run \\\n  --rm \\\n  -e X=1 \\\n  q.io/a:1 \\\n  sh', ['q.io/a:1']],
    ['$ docker pull q.io/a:1 # the first\n$ docker pull q.io/b:1', ['q.io/a:1', 'q.io/b:1']],
  ])('%s', async (text, references) => {
    const { images, formats, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(images.map((image) => image.replace(/^\d+ /, ''))).toEqual(references);
    expect(formats).toEqual(['command']);
  });

  it.each([
    ['docker build -t app .', '“docker build” names no image to track.'],
    ['docker run', '“docker run” names no image to track.'],
    ['docker compose up -d', '“docker compose up” names no image to track.'],
    ['docker compose images', '“docker compose images” prints images. Run it and paste what it prints.'],
    ['docker pull q.io/a:$TAG', '“q.io/a:$TAG” depends on the variable TAG, whose value is not known here.'],
    ['docker images', '“docker images” prints images. Run it and paste what it prints.'],
    ['$ kubectl get pods -A', '“kubectl get” prints images. Run it and paste what it prints.'],
    ['$ make release', 'Baseboard reads no image in this command.'],
  ])('%s names none', async (text, problem) => {
    expect(await read(text)).toEqual({ images: [], formats: [], problems: [`1 ${problem}`] });
  });
});

describe('what commands print', () => {
  it('docker images', async () => {
    const text = `$ docker images
REPOSITORY                       TAG         IMAGE ID       CREATED         SIZE
ghcr.io/acme/shop/api            1.4.2       3f0a9f1c2b7d   2 days ago      187MB
<none>                           <none>      9c1d5f0a2e44   5 days ago      187MB
nginx                            1.27        39286ab8a5e1   3 weeks ago     192MB
registry.example.com:5000/base   <none>      6a2f1f3c4d5e   2 months ago    78.1MB
`;
    expect(await read(text)).toEqual({
      images: ['3 ghcr.io/acme/shop/api:1.4.2', '5 nginx:1.27'],
      formats: ['docker-images'],
      problems: [
        '4 This image has no name: no tag points to it any more.',
        '6 This image has no tag any more: another image took it.',
      ],
    });
  });

  it('docker images --digests', async () => {
    const text = `REPOSITORY   TAG       DIGEST                                                                    IMAGE ID       CREATED       SIZE
nginx        1.27      ${DIGEST}   39286ab8a5e1   3 weeks ago   192MB
nginx        <none>    ${DIGEST}   39286ab8a5e1   3 weeks ago   192MB
local/app    dev       <none>                                                                    77af4d6b9913   1 hour ago    12MB
`;
    expect(await read(text)).toEqual({
      images: ['2 nginx:1.27', `3 nginx@${DIGEST}`, '4 docker.io/local/app:dev'],
      formats: ['docker-images'],
      problems: [],
    });
  });

  it('docker images of Docker 29, which prints references', async () => {
    const text = `                                                                    i Info →   U  In Use
IMAGE                       ID             DISK USAGE   CONTENT SIZE   EXTRA
alpine:3.22                 4b7ce07002c6       12.8MB         3.81MB    U
ghcr.io/acme/shop/api:1.4   3f0a9f1c2b7d        187MB         61.2MB
`;
    const { images, formats } = await read(text.slice(text.indexOf('IMAGE')));
    expect(images).toEqual(['2 alpine:3.22', '3 ghcr.io/acme/shop/api:1.4']);
    expect(formats).toEqual(['docker-images']);
    expect((await read(text)).images).toEqual(['3 alpine:3.22', '4 ghcr.io/acme/shop/api:1.4']);
  });

  it('docker ps', async () => {
    const text = `CONTAINER ID   IMAGE                       COMMAND                  CREATED          STATUS          PORTS                                     NAMES
b7f3c1d2e4a5   ghcr.io/acme/shop/api:1.4   "/api --listen :8080"    10 minutes ago   Up 10 minutes   0.0.0.0:8080->8080/tcp, :::8080->8080/tcp   shop-api-1
0c9e8d7f6a5b   postgres:17                 "docker-entrypoint.s…"   2 hours ago      Up 2 hours      5432/tcp                                  shop-db-1
1a2b3c4d5e6f   39286ab8a5e1                "sh"                     3 days ago       Up 3 days                                                 old
`;
    expect(await read(text)).toEqual({
      images: ['2 ghcr.io/acme/shop/api:1.4', '3 postgres:17'],
      formats: ['docker-ps'],
      problems: ['4 “39286ab8a5e1” is an image id, which names no registry or repository.'],
    });
    const { images } = await parsePaste(text);
    expect(images.map(({ place }) => place)).toEqual(['container shop-api-1', 'container shop-db-1']);
  });

  it('podman ps, docker compose ps, docker service ls, crictl images, kubectl -o wide', async () => {
    const tables = [
      `CONTAINER ID  IMAGE                           COMMAND               CREATED        STATUS        PORTS                 NAMES
4d1ae4c1ae3b  docker.io/library/nginx:1.27    nginx -g daemon o...  6 seconds ago  Up 6 seconds  0.0.0.0:80->80/tcp    web`,
      `NAME         IMAGE                       COMMAND                  SERVICE   CREATED       STATUS       PORTS
shop-db-1    postgres:17                 "docker-entrypoint.s…"   db        2 hours ago   Up 2 hours   5432/tcp`,
      `ID             NAME      MODE         REPLICAS   IMAGE          PORTS
9uk4639qpg7n   web       replicated   3/3        nginx:1.26     *:80->80/tcp`,
      `IMAGE                                TAG                 IMAGE ID            SIZE
registry.k8s.io/pause                3.10                873ed75102791       320kB`,
      `NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES                     SELECTOR
web    2/2     2            2           3d    web,proxy    q.io/web:3,q.io/proxy:1    app=web`,
    ];
    expect((await Promise.all(tables.map(async (text) => (await read(text)).images))).flat()).toEqual([
      '2 nginx:1.27',
      '2 postgres:17',
      '2 nginx:1.26',
      '2 registry.k8s.io/pause:3.10',
      '2 q.io/web:3',
      '2 q.io/proxy:1',
    ]);
  });

  it('a table without images says how to get some', async () => {
    const text =
      'NAME                   READY   STATUS    RESTARTS   AGE\nweb-6d4cf56db6-9xk2p   1/1     Running   0          3d';
    expect((await read(`$ kubectl get pods\n${text}`)).problems).toEqual([
      '2 This table has no column of images. Add “-o json” to the command and paste its output.',
    ]);
  });

  it('a whole session, command by command', async () => {
    const text = `$ docker ps
CONTAINER ID   IMAGE         COMMAND   CREATED         STATUS         PORTS     NAMES
b7f3c1d2e4a5   redis:7       "redis"   1 minute ago    Up 1 minute    6379/tcp  r

$ docker pull q.io/a:1
q.io/b:2`;
    expect((await read(text)).images).toEqual(['3 redis:7', '5 q.io/a:1', '6 q.io/b:2']);
  });
});

describe('addresses of pages', () => {
  it.each([
    ['https://hub.docker.com/_/debian', 'debian:latest'],
    ['https://hub.docker.com/_/debian/tags?name=12-slim', 'debian:12-slim'],
    ['https://hub.docker.com/r/grafana/grafana', 'docker.io/grafana/grafana:latest'],
    ['https://hub.docker.com/r/grafana/grafana/tags', 'docker.io/grafana/grafana:latest'],
    [`https://hub.docker.com/layers/library/nginx/1.27/images/sha256-${'ab'.repeat(32)}`, 'nginx:1.27'],
    ['https://hub.docker.com/repository/docker/acme/app/general', 'docker.io/acme/app:latest'],
    ['https://github.com/acme/shop/pkgs/container/api', 'ghcr.io/acme/api:latest'],
    ['https://github.com/Acme/shop/pkgs/container/shop%2Fapi/123456?tag=1.4', 'ghcr.io/acme/shop/api:1.4'],
    ['https://github.com/orgs/acme/packages/container/package/shop%2Fapi', 'ghcr.io/acme/shop/api:latest'],
    ['https://github.com/users/me/packages/container/package/tool', 'ghcr.io/me/tool:latest'],
    ['https://ghcr.io/acme/shop:1', 'ghcr.io/acme/shop:1'],
    [
      'https://quay.io/repository/prometheus/node-exporter?tab=tags&tag=v1.9.0',
      'quay.io/prometheus/node-exporter:v1.9.0',
    ],
    [`https://quay.io/repository/a/b/manifest/${DIGEST}`, `quay.io/a/b@${DIGEST}`],
    ['https://registry.gitlab.com/group/project/app:1', 'registry.gitlab.com/group/project/app:1'],
    ['https://gallery.ecr.aws/nginx/nginx', 'public.ecr.aws/nginx/nginx:latest'],
    [
      'https://mcr.microsoft.com/en-us/artifact/mar/dotnet/runtime/about',
      'mcr.microsoft.com/dotnet/runtime:latest',
    ],
  ])('%s', async (text, reference) => {
    expect(await read(text)).toEqual({ images: [`1 ${reference}`], formats: ['page'], problems: [] });
  });

  it.each([
    ['https://gitlab.com/group/project/container_registry/4321', 'has the repository’s number, not its name'],
    ['https://gitlab.com/group/project/container_registry', 'lists the images of a project'],
    ['https://hub.docker.com/search?q=nginx', 'does not show one image'],
    ['https://github.com/acme/shop', 'does not show one container package'],
    ['https://example.com/acme/app', 'leave out the scheme'],
    ['https://hub.docker.com/_/%E0%A4%A', 'not an image reference'],
  ])('%s names none', async (text, words) => {
    const { images, problems } = await read(text);
    expect(images).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(words)]);
  });
});

describe('lists', () => {
  it('bare words among others are in doubt, since they may be prose', async () => {
    const { images } = await parsePaste('please track ghcr.io/a/b:1\nredis\nnginx, postgres');
    expect(images.map(({ reference, doubt }) => [reference.split('/').at(-1), doubt === undefined])).toEqual([
      ['please:latest', false],
      ['track:latest', false],
      ['b:1', true],
      ['redis:latest', true],
      ['nginx:latest', true],
      ['postgres:latest', true],
    ]);
  });

  it('bullets, brackets and Markdown', async () => {
    expect((await read('Images:1 are\n* q.io/a:1\n• `q.io/b:1`\n- (q.io/c:1)')).images).toEqual([
      '1 are:latest',
      '2 q.io/a:1',
      '3 q.io/b:1',
      '4 q.io/c:1',
    ]);
    expect((await read('```\nq.io/a:1\n```')).images).toEqual(['2 q.io/a:1']);
  });

  it('counts an image once and remembers its other lines', async () => {
    const { images } = await parsePaste('q.io/a:1\nq.io/b:1\nq.io/a:1\nq.io/a:1');
    expect(images.map(({ line, repeatedOn }) => [line, repeatedOn])).toEqual([
      [1, [3, 4]],
      [2, []],
    ]);
  });

  it.each([
    ['CSV with a header', 'team,image\nx,q.io/a:1\ny,"q.io/b:2"'],
    ['CSV with semicolons', 'Reference;Team\nq.io/a:1;x\nq.io/b:2;y'],
    ['one column with a header', 'image\nq.io/a:1\nq.io/b:2'],
  ])('%s', async (_, text) => {
    expect(await read(text)).toEqual({
      images: ['2 q.io/a:1', '3 q.io/b:2'],
      formats: ['csv'],
      problems: [],
    });
  });

  it('a list with commas is no CSV: every image is read', async () => {
    expect((await read('q.io/a:1,q.io/b:1\nq.io/c:1')).images).toEqual([
      '1 q.io/a:1',
      '1 q.io/b:1',
      '2 q.io/c:1',
    ]);
  });

  it('CSV without a header', async () => {
    expect((await read('q.io/a:1,x\nq.io/b:2,y')).images).toEqual(['1 q.io/a:1', '2 q.io/b:2']);
    expect((await read('image,x\nBAD/Name,1')).problems).toEqual([expect.stringContaining('lower case')]);
  });
});

/**
 * Lets a service go on when nobody reads its output any more: a launcher or a collector of logs has ended. Without a
 * listener each line that cannot be written is an uncaught error, whose report cannot be written either, and so on.
 */
export function ignoreBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

import { installStep, type Source } from './source.js';

export interface MavenArchive {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly type: 'zip' | 'tar.gz';
  /** Command that makes it ready, in the folder. */
  readonly build?: readonly [string, ...string[]];
}

const NEEDS = 'It needs Java 17 or later, Maven and its central repository.';

/** A distribution that comes as an archive in Maven's central repository, unpacked into the folder. */
export const maven = ({ group, artifact, version, type, build }: MavenArchive): Source => ({
  version,
  async install(folder) {
    await installStep(
      [
        'mvn',
        '--quiet',
        '--batch-mode',
        'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack',
        `-Dartifact=${group}:${artifact}:${version}:${type}`,
        `-DoutputDirectory=${folder}`,
      ],
      { cwd: folder, needs: NEEDS },
    );
    if (build !== undefined) await installStep(build, { cwd: folder, needs: NEEDS });
  },
});

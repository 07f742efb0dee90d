/** The settings of a channel that decide what an update does to its notifications. */
export interface WatchSettings {
  readonly filter: string;
  readonly enabled: boolean;
}

/** What an update does to a channel's notifications, besides the settings themselves. */
export interface ChannelUpdatePlan {
  /**
   * What happens to the notification states. `restart`: all are deleted and start from now, so nothing that happened
   * while the channel was off is sent. `extend`: states of the old filter are completed first, so what was due stays
   * due; images that the new filter brings in start from now.
   */
  readonly states: 'keep' | 'restart' | 'extend';
  /** Whether a pause ends. */
  readonly resume: boolean;
  /** Whether what waits to be sent is dropped. */
  readonly drop: boolean;
}

/** Decides what an update of a channel does; settings that are left out stay as they are. */
export function planChannelUpdate(before: WatchSettings, update: Partial<WatchSettings>): ChannelUpdatePlan {
  const switchedOn = update.enabled === true && !before.enabled;
  const refiltered = update.filter !== undefined && update.filter !== before.filter;
  return {
    states: switchedOn ? 'restart' : refiltered ? 'extend' : 'keep',
    resume: update.enabled === true,
    drop: update.enabled === false,
  };
}

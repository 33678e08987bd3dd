// Made from the OpenAPI document by `node tools/run.mjs tools/write-ui-operations.ts`; a test holds the two against each other.

/** What each call takes and answers. */
export interface Operations {
  /** Incidents of the sites that one covers, newest first. */
  listIncidents: {
    params: undefined
    query: {
      site?: string | undefined
      camera?: string | undefined
      state?: 'new' | 'acknowledged' | 'resolved' | 'unresolved' | undefined
      phase?: 'open' | 'closed' | undefined
      severity?: 'critical' | 'warning' | 'info' | undefined
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | 'none' | undefined
      rule?: string | undefined
      label?: string | undefined
      from?: string | undefined
      to?: string | undefined
      cursor?: string | undefined
      limit?: number | undefined
    }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        device: string
        camera: string
        rule: string
        label: string
        severity: 'critical' | 'warning' | 'info'
        startedAt: string
        endedAt?: string | undefined
        receivedAt: string
        isLate: boolean
        phase: 'open' | 'closed'
        state: 'new' | 'acknowledged' | 'resolved'
        verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
        model: { name: string; version: string; digest: string }
        peak: {
          at: string
          ptsMs: number
          detection: {
            label: string
            confidence: number
            box: { left: number; top: number; width: number; height: number }
            track?: number | undefined
          }
        }
        kind?: 'camera' | undefined
        evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
        snapshot?: string | undefined
        recordings: string[]
      }[]
      cursor?: string | undefined
    }
  }
  /** How many incidents nobody resolved yet, by severity, and how many of them wait for a verdict. */
  countUnresolved: {
    params: undefined
    query: { site?: string | undefined }
    body: undefined
    answer: {
      critical: { open: number; unjudged: number }
      warning: { open: number; unjudged: number }
      info: { open: number; unjudged: number }
      isComplete: boolean
    }
  }
  /** How many incidents each day of a month had, by the calendar of the site; days without any are left out. */
  countIncidentDays: {
    params: undefined
    query: { site: string; month: string; camera?: string | undefined; rule?: string | undefined; label?: string | undefined }
    body: undefined
    answer: { items: { day: string; critical: number; warning: number; info: number; unjudged: number }[] }
  }
  /** Links to the pictures of up to 50 incidents, good for 10 minutes; those without one are left out. */
  linkSnapshots: {
    params: undefined
    query: undefined
    body: { ids: string[] }
    answer: { items: { id: string; url: string }[]; expiresAt: string }
  }
  /** One incident with its decisions, comments, history and alerts. */
  getIncident: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      incident: {
        id: string
        site: string
        device: string
        camera: string
        rule: string
        label: string
        severity: 'critical' | 'warning' | 'info'
        startedAt: string
        endedAt?: string | undefined
        receivedAt: string
        isLate: boolean
        phase: 'open' | 'closed'
        state: 'new' | 'acknowledged' | 'resolved'
        verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
        model: { name: string; version: string; digest: string }
        peak: {
          at: string
          ptsMs: number
          detection: {
            label: string
            confidence: number
            box: { left: number; top: number; width: number; height: number }
            track?: number | undefined
          }
        }
        kind?: 'camera' | undefined
        evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
        snapshot?: string | undefined
        recordings: string[]
      }
      entries: {
        kind: 'verdict' | 'withdrawal' | 'comment' | 'history'
        seq: number
        at: string
        who: string
        name: string
        verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
        reason?: string | undefined
        comment?: string | undefined
        boxes?: { at: string; label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
        of?: number | undefined
        text?: string | undefined
        action?: string | undefined
        note?: string | undefined
      }[]
      standingVerdict?: number | undefined
      alerts: {
        recipient: string
        channel: 'sms' | 'email' | 'push'
        kind: string
        state: 'pending' | 'claimed' | 'done' | 'failed' | 'suppressed'
        attempts: number
        createdAt: string
        firstSentAt?: string | undefined
        reason?: string | undefined
      }[]
      version: string
    }
  }
  /** Says "I am on it": nobody else is woken for it. */
  acknowledgeIncident: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** Takes one's own acknowledgement back, as long as nothing was decided since: others may be woken again. */
  handBackIncident: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** Gives a verdict. It never overrules one of somebody else that one has not seen: name it in `replaces`. */
  judgeIncident: {
    params: { id: string }
    query: undefined
    body: {
      verdict: 'confirmed' | 'rejected' | 'inconclusive'
      reason?:
        | 'real'
        | 'drill'
        | 'reflection'
        | 'wrong-object'
        | 'wrong-zone'
        | 'bad-picture'
        | 'duplicate'
        | 'unclear'
        | 'other'
        | undefined
      comment?: string | undefined
      boxes?: { at: string; label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      replaces?: number | undefined
    }
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** Takes one's own newest verdict back; it stays on record. */
  withdrawVerdict: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** Closes the matter. */
  resolveIncident: {
    params: { id: string }
    query: undefined
    body: { note?: string | undefined }
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** Undoes a resolve. */
  reopenIncident: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** Adds a comment. */
  commentIncident: {
    params: { id: string }
    query: undefined
    body: { text: string }
    answer: {
      id: string
      site: string
      device: string
      camera: string
      rule: string
      label: string
      severity: 'critical' | 'warning' | 'info'
      startedAt: string
      endedAt?: string | undefined
      receivedAt: string
      isLate: boolean
      phase: 'open' | 'closed'
      state: 'new' | 'acknowledged' | 'resolved'
      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
      model: { name: string; version: string; digest: string }
      peak: {
        at: string
        ptsMs: number
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }
      kind?: 'camera' | undefined
      evidence?: { measured: number; level: number; usual?: number | undefined } | undefined
      snapshot?: string | undefined
      recordings: string[]
      version: string
    }
  }
  /** A link to the picture that raised the incident, good for 10 minutes. */
  linkIncidentSnapshot: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { url: string; expiresAt: string }
  }
  /** Sends a browser on to the picture; what the link in an e-mail opens. */
  showIncidentSnapshot: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { redirect: string }
  }
  /** What the model saw, frame by frame, for at most 10 minutes. */
  listInferences: {
    params: undefined
    query: { site: string; camera: string; from: string; to: string }
    body: undefined
    answer: {
      items: {
        model: { name: string; version: string; digest: string }
        frames: {
          at: string
          recording?: string | undefined
          ptsMs: number
          width: number
          height: number
          inferenceMs: number
          detections: {
            label: string
            confidence: number
            box: { left: number; top: number; width: number; height: number }
            track?: number | undefined
          }[]
        }[]
      }[]
    }
  }
  /** Reports what a person saw and the model did not. */
  reportMissedObject: {
    params: undefined
    query: undefined
    body: {
      site: string
      camera: string
      at: string
      label: string
      box: { left: number; top: number; width: number; height: number }
      comment?: string | undefined
    }
    answer: {
      site: string
      camera: string
      at: string
      label: string
      box: { left: number; top: number; width: number; height: number }
      comment?: string | undefined
      id: string
      reportedAt: string
      who: string
      name: string
    }
  }
  /** Reports of missed objects of a site, newest first. */
  listMissedObjects: {
    params: undefined
    query: { site: string; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        site: string
        camera: string
        at: string
        label: string
        box: { left: number; top: number; width: number; height: number }
        comment?: string | undefined
        id: string
        reportedAt: string
        who: string
        name: string
      }[]
      cursor?: string | undefined
    }
  }
  /** Recordings of a camera, newest first. The first page of at most a week says where there is no video in it. */
  listRecordings: {
    params: undefined
    query: {
      site: string
      camera: string
      from?: string | undefined
      to?: string | undefined
      cursor?: string | undefined
      limit?: number | undefined
    }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        device: string
        camera: string
        startedAt: string
        endedAt: string
        bytes: number
        sha256: string
        codec: string
        frameRate: number
        width: number
        height: number
        hasRaw: boolean
        archived?:
          | {
              at?: string | undefined
              protection?:
                | {
                    tier: 'cool' | 'unsupported'
                    immutableUntil?: string | undefined
                    immutability: 'locked' | 'unlocked' | 'unsupported' | 'off'
                    legalHold: 'set' | 'unset' | 'unsupported'
                  }
                | undefined
            }
          | undefined
        labels: {
          frames?: number | undefined
          positive?: number | undefined
          falsePositive?: number | undefined
          undecided?: number | undefined
        }
      }[]
      cursor?: string | undefined
      gaps?: { from: string; to: string }[] | undefined
      coverage?: number | undefined
    }
  }
  /** One recording. */
  getRecording: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      device: string
      camera: string
      startedAt: string
      endedAt: string
      bytes: number
      sha256: string
      codec: string
      frameRate: number
      width: number
      height: number
      hasRaw: boolean
      archived?:
        | {
            at?: string | undefined
            protection?:
              | {
                  tier: 'cool' | 'unsupported'
                  immutableUntil?: string | undefined
                  immutability: 'locked' | 'unlocked' | 'unsupported' | 'off'
                  legalHold: 'set' | 'unset' | 'unsupported'
                }
              | undefined
          }
        | undefined
      labels: {
        frames?: number | undefined
        positive?: number | undefined
        falsePositive?: number | undefined
        undecided?: number | undefined
      }
    }
  }
  /** A link to the video, good for 10 minutes; to the archived one where the raw one is gone. */
  linkRecording: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { url: string; expiresAt: string }
  }
  /** Any stretch of a camera of at most 10 minutes as one video, and where there is none in it. */
  makeClip: {
    params: undefined
    query: undefined
    body: { site: string; camera: string; from: string; to: string }
    answer: {
      url: string
      expiresAt: string
      downloadUrl: string
      sha256: string
      bytes: number
      startedAt: string
      endedAt: string
      recordings: { id: string; startedAt: string; frameRate: number }[]
      gaps: { from: string; to: string }[]
      coverage: number
    }
  }
  /** A ZIP with all that there is about an incident, and how to verify it. */
  makeEvidence: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { url: string; expiresAt: string; digest: string; files: number }
  }
  /** What must be kept whatever the policy says; released holds too. */
  listHolds: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        camera?: string | undefined
        from: string
        to: string
        reason: string
        placedAt: string
        placedBy: string
        releasedAt?: string | undefined
        releasedBy?: string | undefined
        isApplied: boolean
      }[]
      names: { [key: string]: string }
    }
  }
  /** Keeps all video of a camera (or of all) and time until it is released. */
  placeHold: {
    params: undefined
    query: undefined
    body: { site: string; camera?: string | undefined; from: string; to: string; reason: string }
    answer: {
      id: string
      site: string
      camera?: string | undefined
      from: string
      to: string
      reason: string
      placedAt: string
      placedBy: string
      releasedAt?: string | undefined
      releasedBy?: string | undefined
      isApplied: boolean
    }
  }
  /** Ends a hold: the policy counts again. */
  releaseHold: {
    params: { site: string; id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera?: string | undefined
      from: string
      to: string
      reason: string
      placedAt: string
      placedBy: string
      releasedAt?: string | undefined
      releasedBy?: string | undefined
      isApplied: boolean
    }
  }
  /** Claims the next frame to label for 10 minutes; without a task when nothing waits. Ends with what one had claimed already. */
  claimNextTask: {
    params: undefined
    query: undefined
    body: {
      site?: string | undefined
      camera?: string | undefined
      group?: 'positive' | 'false-positive' | 'background' | undefined
      label?: string | undefined
      except?: string[] | undefined
    }
    answer: {
      task?:
        | {
            id: string
            site: string
            camera: string
            recording: string
            frame: string
            at: string
            ptsMs: number
            width: number
            height: number
            group: 'positive' | 'false-positive' | 'background'
            reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
            labels: string[]
            suggestions: {
              label: string
              box: { left: number; top: number; width: number; height: number }
              confidence: number
              model: { name: string; version: string; digest: string }
            }[]
            known: {
              label: string
              box: { left: number; top: number; width: number; height: number }
              source:
                | {
                    kind: 'model'
                    model: { name: string; version: string; digest: string }
                    confidence: number
                    isInterpolated: boolean
                    track?: number | undefined
                  }
                | { kind: 'person'; who: string; at: string }
              because: {
                kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
                incident?: string | undefined
                seq?: number | undefined
                missedObject?: string | undefined
                at?: string | undefined
              }
            }[]
            incidents: string[]
            leasedUntil?: string | undefined
            answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
            proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
            version: string
          }
        | undefined
    }
  }
  /** A frame to label, with the model's boxes to start from. */
  getTask: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera: string
      recording: string
      frame: string
      at: string
      ptsMs: number
      width: number
      height: number
      group: 'positive' | 'false-positive' | 'background'
      reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
      labels: string[]
      suggestions: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        confidence: number
        model: { name: string; version: string; digest: string }
      }[]
      known: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        source:
          | {
              kind: 'model'
              model: { name: string; version: string; digest: string }
              confidence: number
              isInterpolated: boolean
              track?: number | undefined
            }
          | { kind: 'person'; who: string; at: string }
        because: {
          kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
          incident?: string | undefined
          seq?: number | undefined
          missedObject?: string | undefined
          at?: string | undefined
        }
      }[]
      incidents: string[]
      leasedUntil?: string | undefined
      answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
      version: string
    }
  }
  /** The whole answer about a claimed frame: everything that is on it; an empty list says that nothing is. */
  saveTask: {
    params: { id: string }
    query: undefined
    body: { objects: { label: string; box: { left: number; top: number; width: number; height: number } }[] }
    answer: {
      id: string
      site: string
      camera: string
      recording: string
      frame: string
      at: string
      ptsMs: number
      width: number
      height: number
      group: 'positive' | 'false-positive' | 'background'
      reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
      labels: string[]
      suggestions: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        confidence: number
        model: { name: string; version: string; digest: string }
      }[]
      known: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        source:
          | {
              kind: 'model'
              model: { name: string; version: string; digest: string }
              confidence: number
              isInterpolated: boolean
              track?: number | undefined
            }
          | { kind: 'person'; who: string; at: string }
        because: {
          kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
          incident?: string | undefined
          seq?: number | undefined
          missedObject?: string | undefined
          at?: string | undefined
        }
      }[]
      incidents: string[]
      leasedUntil?: string | undefined
      answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
      version: string
    }
  }
  /** Leaves a claimed frame to somebody else. */
  skipTask: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera: string
      recording: string
      frame: string
      at: string
      ptsMs: number
      width: number
      height: number
      group: 'positive' | 'false-positive' | 'background'
      reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
      labels: string[]
      suggestions: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        confidence: number
        model: { name: string; version: string; digest: string }
      }[]
      known: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        source:
          | {
              kind: 'model'
              model: { name: string; version: string; digest: string }
              confidence: number
              isInterpolated: boolean
              track?: number | undefined
            }
          | { kind: 'person'; who: string; at: string }
        because: {
          kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
          incident?: string | undefined
          seq?: number | undefined
          missedObject?: string | undefined
          at?: string | undefined
        }
      }[]
      incidents: string[]
      leasedUntil?: string | undefined
      answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
      version: string
    }
  }
  /** Gives a claimed frame back; one may get it again. */
  releaseTask: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera: string
      recording: string
      frame: string
      at: string
      ptsMs: number
      width: number
      height: number
      group: 'positive' | 'false-positive' | 'background'
      reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
      labels: string[]
      suggestions: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        confidence: number
        model: { name: string; version: string; digest: string }
      }[]
      known: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        source:
          | {
              kind: 'model'
              model: { name: string; version: string; digest: string }
              confidence: number
              isInterpolated: boolean
              track?: number | undefined
            }
          | { kind: 'person'; who: string; at: string }
        because: {
          kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
          incident?: string | undefined
          seq?: number | undefined
          missedObject?: string | undefined
          at?: string | undefined
        }
      }[]
      incidents: string[]
      leasedUntil?: string | undefined
      answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
      version: string
    }
  }
  /** Keeps one's own claimed frame for another 10 minutes, as long as nobody else has it. */
  renewClaim: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera: string
      recording: string
      frame: string
      at: string
      ptsMs: number
      width: number
      height: number
      group: 'positive' | 'false-positive' | 'background'
      reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
      labels: string[]
      suggestions: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        confidence: number
        model: { name: string; version: string; digest: string }
      }[]
      known: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        source:
          | {
              kind: 'model'
              model: { name: string; version: string; digest: string }
              confidence: number
              isInterpolated: boolean
              track?: number | undefined
            }
          | { kind: 'person'; who: string; at: string }
        because: {
          kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
          incident?: string | undefined
          seq?: number | undefined
          missedObject?: string | undefined
          at?: string | undefined
        }
      }[]
      incidents: string[]
      leasedUntil?: string | undefined
      answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
      version: string
    }
  }
  /** Takes one's own answer back, as long as nobody has answered after it, and claims the frame again. */
  undoTask: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera: string
      recording: string
      frame: string
      at: string
      ptsMs: number
      width: number
      height: number
      group: 'positive' | 'false-positive' | 'background'
      reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
      labels: string[]
      suggestions: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        confidence: number
        model: { name: string; version: string; digest: string }
      }[]
      known: {
        label: string
        box: { left: number; top: number; width: number; height: number }
        source:
          | {
              kind: 'model'
              model: { name: string; version: string; digest: string }
              confidence: number
              isInterpolated: boolean
              track?: number | undefined
            }
          | { kind: 'person'; who: string; at: string }
        because: {
          kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
          incident?: string | undefined
          seq?: number | undefined
          missedObject?: string | undefined
          at?: string | undefined
        }
      }[]
      incidents: string[]
      leasedUntil?: string | undefined
      answer?: { label: string; box: { left: number; top: number; width: number; height: number } }[] | undefined
      proposals: { label: string; box: { left: number; top: number; width: number; height: number } }[][]
      version: string
    }
  }
  /** How many frames wait for labelers, by site, group and reason. */
  countTasks: {
    params: undefined
    query: { site?: string | undefined }
    body: undefined
    answer: {
      items: {
        site: string
        group: 'positive' | 'false-positive' | 'background'
        reason: 'arbitration' | 'conflict' | 'inconclusive' | 'sent' | 'drift' | 'sample' | 'unsure' | 'second-opinion'
        tasks: number
      }[]
    }
  }
  /** How many known answers of a site's labelers were wrong, by class, and whose answers were put aside. Looking is audited. */
  readLabelerQuality: {
    params: undefined
    query: { site: string }
    body: undefined
    answer: {
      labelers: { who: string; label: string; asked: number; gold: number; wrong: number }[]
      findings: {
        id: string
        site: string
        who: string
        label: string
        foundAt: string
        since: string
        gold: number
        wrong: number
        liftedAt?: string | undefined
        liftedBy?: string | undefined
        isRestored?: boolean | undefined
        note?: string | undefined
      }[]
      names: { [key: string]: string }
    }
  }
  /** How well one labels oneself, by class. Known answers of the present day (UTC) are not counted in yet. */
  readOwnQuality: {
    params: undefined
    query: { site?: string | undefined }
    body: undefined
    answer: {
      until: string
      items: { site: string; label: string; asked: number; gold: number; wrong: number; asideSince?: string | undefined }[]
    }
  }
  /** Lets a labeler's answers count again from now on, and those that were put aside as well, if so said. */
  liftFinding: {
    params: { site: string; id: string }
    query: undefined
    body: { isRestored: boolean; note: string }
    answer: {
      id: string
      site: string
      who: string
      label: string
      foundAt: string
      since: string
      gold: number
      wrong: number
      liftedAt?: string | undefined
      liftedBy?: string | undefined
      isRestored?: boolean | undefined
      note?: string | undefined
    }
  }
  /** Who said what about a frame, and what of it counts. */
  readFrameHistory: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      camera: string
      recording: string
      edits: {
        seq: number
        at: string
        who: string
        kind: 'label' | 'import' | 'withdrawal'
        of?: number | undefined
        objects: { label: string; box: { left: number; top: number; width: number; height: number } }[]
        counts: boolean
      }[]
    }
  }
  /** The devices of a site. */
  listDevices: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: { items: { id: string; site: string; name: string }[] }
  }
  /** A device: connection, settings and health as it last said. */
  getDevice: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      name: string
      isConnected: boolean
      settings: { status: 'applied' | 'refused' | 'pending'; problem?: string | undefined }
      health?:
        | {
            receivedAt: string
            message: {
              device: string
              bootId: string
              seq: number
              at: string
              state: 'ok' | 'degraded'
              problem?: string | undefined
              uptimeSeconds: number
              moduleVersion: string
              model?: { name: string; version: string; digest: string } | undefined
              cameras: {
                camera: string
                state: 'starting' | 'live' | 'lost' | 'disabled'
                framesPerSecond: number
                inferenceMs: number
                droppedFrames: number
                lastFrameAt?: string | undefined
                problem?: string | undefined
                picture?:
                  | {
                      samples: number
                      brightness: number
                      contrast: number
                      sharpness: number
                      saturation: number
                      chromaBlue: number
                      chromaRed: number
                      motion?: number | undefined
                      dark: number
                      bright: number
                      fingerprint: string
                    }
                  | undefined
                troubles?:
                  | {
                      kind: 'lost' | 'black' | 'covered' | 'moved' | 'blurred' | 'frozen' | 'overexposed' | 'light' | 'clock'
                      since: string
                    }[]
                  | undefined
                isLearning?: boolean | undefined
              }[]
              queueDepth: number
              evictedMessages: number
              diskUsedBytes: number
              diskQuotaBytes: number
              behaviour?:
                | {
                    framesAnalysed: number
                    detections: { [key: string]: number }
                    incidents: number
                    inferenceMsTotal: number
                    memoryBytes: number
                    isBusy: boolean
                  }
                | undefined
            }
          }
        | undefined
    }
  }
  /** Adds a device (with its identities in IoT Hub) or renames it. */
  saveDevice: {
    params: { site: string; id: string }
    query: undefined
    body: { name: string }
    answer: { id: string; site: string; name: string }
  }
  /** Takes a device without cameras out of the fleet, with its identities in IoT Hub. What it saw stays. */
  removeDevice: {
    params: { site: string; id: string }
    query: undefined
    body: { reason: string }
    answer: undefined
  }
  /** The cameras of a site. */
  listCameras: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        device: string
        name: string
        settings: {
          source: string
          credentials?: string | undefined
          framesPerSecond: number
          recording: 'continuous' | 'incidents' | 'off'
          enabled: boolean
          monitors?:
            | {
                lost?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                black?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                covered?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                moved?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                blurred?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                frozen?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                overexposed?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                light?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
                clock?:
                  | {
                      enabled?: boolean | undefined
                      severity?: 'warning' | 'info' | undefined
                      level?: number | undefined
                      holdSeconds?: number | undefined
                      clearSeconds?: number | undefined
                    }
                  | undefined
              }
            | undefined
        }
      }[]
    }
  }
  /** Adds or changes a camera; its device hears of it through its twin. */
  saveCamera: {
    params: { site: string; id: string }
    query: undefined
    body: {
      device: string
      name: string
      settings: {
        source: string
        credentials?: string | undefined
        framesPerSecond?: number | undefined
        recording?: 'continuous' | 'incidents' | 'off' | undefined
        enabled?: boolean | undefined
        monitors?:
          | {
              lost?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              black?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              covered?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              moved?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              blurred?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              frozen?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              overexposed?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              light?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              clock?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
            }
          | undefined
      }
    }
    answer: {
      id: string
      site: string
      device: string
      name: string
      settings: {
        source: string
        credentials?: string | undefined
        framesPerSecond: number
        recording: 'continuous' | 'incidents' | 'off'
        enabled: boolean
        monitors?:
          | {
              lost?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              black?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              covered?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              moved?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              blurred?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              frozen?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              overexposed?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              light?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
              clock?:
                | {
                    enabled?: boolean | undefined
                    severity?: 'warning' | 'info' | undefined
                    level?: number | undefined
                    holdSeconds?: number | undefined
                    clearSeconds?: number | undefined
                  }
                | undefined
            }
          | undefined
      }
    }
  }
  /** Takes a camera away from its device. What it saw stays. */
  removeCamera: {
    params: { site: string; id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** The rules of a site. */
  listRules: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        name: string
        rule: {
          camera: string
          label: string
          severity: 'critical' | 'warning' | 'info'
          confidence: number
          holdConfidence?: number | undefined
          zone?: [number, number][] | undefined
          anchor: 'centre' | 'bottom' | 'overlap'
          dwellSeconds: number
          releaseSeconds: number
          cooldownSeconds: number
          alarm: boolean
          enabled: boolean
        }
      }[]
    }
  }
  /** Adds or changes a rule; the device of its camera hears of it. */
  saveRule: {
    params: { site: string; id: string }
    query: undefined
    body: {
      name: string
      rule: {
        camera: string
        label: string
        severity: 'critical' | 'warning' | 'info'
        confidence: number
        holdConfidence?: number | undefined
        zone?: [number, number][] | undefined
        anchor?: 'centre' | 'bottom' | 'overlap' | undefined
        dwellSeconds?: number | undefined
        releaseSeconds?: number | undefined
        cooldownSeconds?: number | undefined
        alarm?: boolean | undefined
        enabled?: boolean | undefined
      }
    }
    answer: {
      id: string
      site: string
      name: string
      rule: {
        camera: string
        label: string
        severity: 'critical' | 'warning' | 'info'
        confidence: number
        holdConfidence?: number | undefined
        zone?: [number, number][] | undefined
        anchor: 'centre' | 'bottom' | 'overlap'
        dwellSeconds: number
        releaseSeconds: number
        cooldownSeconds: number
        alarm: boolean
        enabled: boolean
      }
    }
  }
  /** Takes a rule away. Incidents that it raised stay. */
  removeRule: {
    params: { site: string; id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Every device of a site as it is now: connection, release, module and health. Without IoT Hub it says so, and tells the rest. */
  readFleet: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        name: string
        isConnected?: boolean | undefined
        ring?: string | undefined
        release?: string | undefined
        model?: { name: string; version: string; digest: string } | undefined
        runtimeStatus?: string | undefined
        restartCount?: number | undefined
        refused?: string | undefined
        settings: { status: 'applied' | 'refused' | 'pending'; problem?: string | undefined }
        health?:
          | {
              receivedAt: string
              clockSkewMs?: number | undefined
              message: {
                device: string
                bootId: string
                seq: number
                at: string
                state: 'ok' | 'degraded'
                problem?: string | undefined
                uptimeSeconds: number
                moduleVersion: string
                model?: { name: string; version: string; digest: string } | undefined
                cameras: {
                  camera: string
                  state: 'starting' | 'live' | 'lost' | 'disabled'
                  framesPerSecond: number
                  inferenceMs: number
                  droppedFrames: number
                  lastFrameAt?: string | undefined
                  problem?: string | undefined
                  picture?:
                    | {
                        samples: number
                        brightness: number
                        contrast: number
                        sharpness: number
                        saturation: number
                        chromaBlue: number
                        chromaRed: number
                        motion?: number | undefined
                        dark: number
                        bright: number
                        fingerprint: string
                      }
                    | undefined
                  troubles?:
                    | {
                        kind: 'lost' | 'black' | 'covered' | 'moved' | 'blurred' | 'frozen' | 'overexposed' | 'light' | 'clock'
                        since: string
                      }[]
                    | undefined
                  isLearning?: boolean | undefined
                }[]
                queueDepth: number
                evictedMessages: number
                diskUsedBytes: number
                diskQuotaBytes: number
                behaviour?:
                  | {
                      framesAnalysed: number
                      detections: { [key: string]: number }
                      incidents: number
                      inferenceMsTotal: number
                      memoryBytes: number
                      isBusy: boolean
                    }
                  | undefined
              }
            }
          | undefined
      }[]
      isHubThere: boolean
    }
  }
  /** How a device was over a time of at most a week, in at most 400 samples; of each stretch the worst. */
  readDeviceHealth: {
    params: { id: string }
    query: { from: string; to: string }
    body: undefined
    answer: {
      items: {
        at: string
        state: 'ok' | 'degraded'
        framesPerSecond: number
        inferenceMs?: number | undefined
        liveCameras: number
        queueDepth: number
        diskUsedBytes: number
        diskQuotaBytes: number
        memoryBytes?: number | undefined
      }[]
    }
  }
  /** Has a device restart a camera; without one it reads its model again and restarts them all. */
  reloadDevice: {
    params: { id: string }
    query: undefined
    body: { camera?: string | undefined }
    answer: undefined
  }
  /** What a camera sees now, asked of its device. Looking is audited, once in ten minutes. */
  showCamera: {
    params: { site: string; id: string }
    query: undefined
    body: { maxWidth?: number | undefined }
    answer: {
      contentType: 'image/jpeg'
      jpegBase64: string
      at?: string | undefined
      detections?:
        | {
            label: string
            confidence: number
            box: { left: number; top: number; width: number; height: number }
            track?: number | undefined
          }[]
        | undefined
    }
  }
  /** How bright, sharp and lively a camera was between two moments, and what was wrong with it, as at most 288 samples. */
  readCameraHealth: {
    params: { site: string; id: string }
    query: { from: string; to: string }
    body: undefined
    answer: {
      items: {
        at: string
        brightness?: number | undefined
        contrast?: number | undefined
        sharpness?: number | undefined
        motion?: number | undefined
        troubles: ('lost' | 'black' | 'covered' | 'moved' | 'blurred' | 'frozen' | 'overexposed' | 'light' | 'clock')[]
      }[]
    }
  }
  /** What a camera shows now is how it should be: its device learns anew how it usually looks, and what came of the comparison ends. */
  acceptPicture: {
    params: { site: string; id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** The first picture of a source, asked of a device before a camera is set up with it. */
  trySource: {
    params: { id: string }
    query: undefined
    body: { source: string; credentials?: string | undefined; maxWidth?: number | undefined }
    answer: {
      contentType: 'image/jpeg'
      jpegBase64: string
      at?: string | undefined
      detections?:
        | {
            label: string
            confidence: number
            box: { left: number; top: number; width: number; height: number }
            track?: number | undefined
          }[]
        | undefined
    }
  }
  /** What a rule that is not in force yet would have made of the last minutes of its camera. */
  previewRule: {
    params: { site: string }
    query: undefined
    body: {
      rule: {
        camera: string
        label: string
        severity: 'critical' | 'warning' | 'info'
        confidence: number
        holdConfidence?: number | undefined
        zone?: [number, number][] | undefined
        anchor?: 'centre' | 'bottom' | 'overlap' | undefined
        dwellSeconds?: number | undefined
        releaseSeconds?: number | undefined
        cooldownSeconds?: number | undefined
        alarm?: boolean | undefined
        enabled?: boolean | undefined
      }
      minutes?: number | undefined
    }
    answer: {
      from: string
      to: string
      frames: number
      incidents: {
        startedAt: string
        endedAt?: string | undefined
        seenSeconds: number
        peak: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
      }[]
      detections: {
        at: string
        detection: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          track?: number | undefined
        }
        fate: 'begins' | 'holds' | 'unsure' | 'outside'
      }[]
      isCut: boolean
    }
  }
  /** Who one is here: name, roles and sites. */
  getMe: {
    params: undefined
    query: undefined
    body: undefined
    answer: {
      id: string
      name: string
      roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
      sites: 'all' | string[]
    }
  }
  /** The sites that one covers. */
  listSites: {
    params: undefined
    query: undefined
    body: undefined
    answer: { items: { id: string; name: string; timeZone: string }[] }
  }
  /** Adds or changes a site. */
  saveSite: {
    params: { site: string }
    query: undefined
    body: { name: string; timeZone: string }
    answer: { id: string; name: string; timeZone: string }
  }
  /** Who is told about incidents of a site, and when. */
  getRoster: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      site: { id: string; name: string; timeZone: string }
      recipients: {
        id: string
        site: string
        name: string
        phone?: string | undefined
        email?: string | undefined
        routes: {
          severities: ('critical' | 'warning' | 'info')[]
          channels: ('sms' | 'email')[]
          when: 'always' | 'on-call'
          cameras?: string[] | undefined
          kinds?: ('rule' | 'camera')[] | undefined
          escalateAfterMinutes?: number | undefined
        }[]
        topics?: ('approvals' | 'training' | 'operations' | 'quality')[] | undefined
        quietHours: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        enabled: boolean
      }[]
      schedules: {
        id: string
        site: string
        name: string
        shifts: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string; onCall: string[] }[]
      }[]
    }
  }
  /** Adds or changes somebody who is told. */
  saveRecipient: {
    params: { site: string; id: string }
    query: undefined
    body: {
      name: string
      phone?: string | undefined
      email?: string | undefined
      routes: {
        severities: ('critical' | 'warning' | 'info')[]
        channels: ('sms' | 'email')[]
        when?: 'always' | 'on-call' | undefined
        cameras?: string[] | undefined
        kinds?: ('rule' | 'camera')[] | undefined
        escalateAfterMinutes?: number | undefined
      }[]
      topics?: ('approvals' | 'training' | 'operations' | 'quality')[] | undefined
      quietHours?: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[] | undefined
      enabled?: boolean | undefined
    }
    answer: {
      id: string
      site: string
      name: string
      phone?: string | undefined
      email?: string | undefined
      routes: {
        severities: ('critical' | 'warning' | 'info')[]
        channels: ('sms' | 'email')[]
        when: 'always' | 'on-call'
        cameras?: string[] | undefined
        kinds?: ('rule' | 'camera')[] | undefined
        escalateAfterMinutes?: number | undefined
      }[]
      topics?: ('approvals' | 'training' | 'operations' | 'quality')[] | undefined
      quietHours: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
      enabled: boolean
    }
  }
  /** No longer tells somebody. */
  removeRecipient: {
    params: { site: string; id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Adds or changes a schedule of shifts. */
  saveSchedule: {
    params: { site: string; id: string }
    query: undefined
    body: {
      name: string
      shifts: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string; onCall: string[] }[]
    }
    answer: {
      id: string
      site: string
      name: string
      shifts: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string; onCall: string[] }[]
    }
  }
  /** Takes a schedule away. */
  removeSchedule: {
    params: { site: string; id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Who covers which sites. */
  listPeople: {
    params: undefined
    query: undefined
    body: undefined
    answer: { items: { id: string; name: string; sites: 'all' | string[] }[] }
  }
  /** Says which sites a person covers; it holds from their next click on. */
  savePerson: {
    params: { id: string }
    query: undefined
    body: { name: string; sites: 'all' | string[] }
    answer: { id: string; name: string; sites: 'all' | string[] }
  }
  /** Whether alerts can go to browsers, by which key, and whether they go to this one. */
  getPush: {
    params: undefined
    query: { browser?: string | undefined }
    body: undefined
    answer: { publicKey?: string | undefined; leastSeverity?: 'critical' | 'warning' | 'info' | undefined }
  }
  /** Sends alerts of the sites that one covers to this browser as well. */
  subscribePush: {
    params: undefined
    query: undefined
    body: { endpoint: string; keys: { p256dh: string; auth: string }; leastSeverity: 'critical' | 'warning' | 'info' }
    answer: { publicKey?: string | undefined; leastSeverity?: 'critical' | 'warning' | 'info' | undefined }
  }
  /** Sends no more alerts to a browser of one’s own. */
  unsubscribePush: {
    params: undefined
    query: { browser: string }
    body: undefined
    answer: undefined
  }
  /** Starts the nightly data preparation of a site now; with `again` also when the date has had its run. */
  startNight: {
    params: undefined
    query: undefined
    body: { site: string; date?: string | undefined; again?: boolean | undefined }
    answer: {
      id: string
      site: string
      date: string
      number: number
      state: 'running' | 'complete' | 'partial' | 'failed'
      startedAt: string
      endedAt?: string | undefined
      startedBy: string
      from?: string | undefined
      progress: {
        step: 'listing' | 'recordings' | 'dataset' | 'done'
        recordings: { all: number; done: number; bad: number }
        frames: number
        annotations: number
        bytes: number
        secondsLeft?: number | undefined
      }
      problems: { recording?: string | undefined; step: 'archive' | 'split' | 'label' | 'list' | 'dataset'; reason: string }[]
      problemCount: number
      dataset?: string | undefined
    }
  }
  /** Nights, newest first. */
  listNights: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        date: string
        number: number
        state: 'running' | 'complete' | 'partial' | 'failed'
        startedAt: string
        endedAt?: string | undefined
        startedBy: string
        from?: string | undefined
        progress: {
          step: 'listing' | 'recordings' | 'dataset' | 'done'
          recordings: { all: number; done: number; bad: number }
          frames: number
          annotations: number
          bytes: number
          secondsLeft?: number | undefined
        }
        problems: { recording?: string | undefined; step: 'archive' | 'split' | 'label' | 'list' | 'dataset'; reason: string }[]
        problemCount: number
        dataset?: string | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** A night: how it went, or how far it is. */
  getNight: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      date: string
      number: number
      state: 'running' | 'complete' | 'partial' | 'failed'
      startedAt: string
      endedAt?: string | undefined
      startedBy: string
      from?: string | undefined
      progress: {
        step: 'listing' | 'recordings' | 'dataset' | 'done'
        recordings: { all: number; done: number; bad: number }
        frames: number
        annotations: number
        bytes: number
        secondsLeft?: number | undefined
      }
      problems: { recording?: string | undefined; step: 'archive' | 'split' | 'label' | 'list' | 'dataset'; reason: string }[]
      problemCount: number
      dataset?: string | undefined
    }
  }
  /** How a site's nights go: when, which frames, how long video is kept. */
  getNightPolicy: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      startsAt: string
      enabled: boolean
      sampling: {
        insideMs: number
        outsideMs: number
        outsideKeyframesOnly: boolean
        unsure: number
        unanalysed: number
        nearDuplicateBits: number
        jpegQscale: number
      }
      samplingByRule: {
        [key: string]: {
          insideMs: number
          outsideMs: number
          outsideKeyframesOnly: boolean
          unsure: number
          unanalysed: number
          nearDuplicateBits: number
          jpegQscale: number
        }
      }
      rawVideoHours: number
      immutableDays: number
      goldShare: number
      secondOpinionShare: number
      validateShare: number
      testShare: number
      version: string
    }
  }
  /** Says how a site's nights go from now on; what is left out gets its default. */
  saveNightPolicy: {
    params: { site: string }
    query: undefined
    body: {
      startsAt?: string | undefined
      enabled?: boolean | undefined
      sampling?:
        | {
            insideMs?: number | undefined
            outsideMs?: number | undefined
            outsideKeyframesOnly?: boolean | undefined
            unsure?: number | undefined
            unanalysed?: number | undefined
            nearDuplicateBits?: number | undefined
            jpegQscale?: number | undefined
          }
        | undefined
      samplingByRule?:
        | {
            [key: string]: {
              insideMs?: number | undefined
              outsideMs?: number | undefined
              outsideKeyframesOnly?: boolean | undefined
              unsure?: number | undefined
              unanalysed?: number | undefined
              nearDuplicateBits?: number | undefined
              jpegQscale?: number | undefined
            }
          }
        | undefined
      rawVideoHours?: number | undefined
      immutableDays?: number | undefined
      goldShare?: number | undefined
      secondOpinionShare?: number | undefined
      validateShare?: number | undefined
      testShare?: number | undefined
    }
    answer: {
      startsAt: string
      enabled: boolean
      sampling: {
        insideMs: number
        outsideMs: number
        outsideKeyframesOnly: boolean
        unsure: number
        unanalysed: number
        nearDuplicateBits: number
        jpegQscale: number
      }
      samplingByRule: {
        [key: string]: {
          insideMs: number
          outsideMs: number
          outsideKeyframesOnly: boolean
          unsure: number
          unanalysed: number
          nearDuplicateBits: number
          jpegQscale: number
        }
      }
      rawVideoHours: number
      immutableDays: number
      goldShare: number
      secondOpinionShare: number
      validateShare: number
      testShare: number
      version: string
    }
  }
  /** Dataset versions, newest first. */
  listDatasets: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        version: string
        site: string
        labels: string[]
        items: number
        itemsSha256: string
        splitBy: 'day' | 'hour' | 'scene'
        counts: Record<string, { frames: number; positive: number; falsePositive: number; annotations: number }>
        leftOut: { [key: string]: number }
        createdAt: string
        previous?: string | undefined
        night?: string | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** One dataset version. It never changes. */
  getDataset: {
    params: { version: string }
    query: undefined
    body: undefined
    answer: {
      version: string
      site: string
      labels: string[]
      items: number
      itemsSha256: string
      splitBy: 'day' | 'hour' | 'scene'
      counts: Record<string, { frames: number; positive: number; falsePositive: number; annotations: number }>
      leftOut: { [key: string]: number }
      createdAt: string
      previous?: string | undefined
      night?: string | undefined
    }
  }
  /** What is in a version: counts, box sizes, positions, provenance, and what a person should know before training on it. */
  getDatasetStatistics: {
    params: { version: string }
    query: undefined
    body: undefined
    answer: {
      statistics: {
        items: number
        annotations: number
        bytes: number
        recordings: number
        splits: { split: 'train' | 'validate' | 'test'; annotations: number; positive: number; falsePositive: number; background: number }[]
        labels: { label: string; split: 'train' | 'validate' | 'test'; annotations: number; frames: number; absent: number }[]
        cameras: { camera: string; positive: number; falsePositive: number; background: number }[]
        days: { day: string; positive: number; falsePositive: number; background: number }[]
        boxSides: number[]
        boxAspects: number[]
        tinyBoxes: number
        positions: number[][]
        provenance: { kind: 'verdict' | 'person' | 'interpolated' | 'assumed'; annotations: number }[]
      }
      findings: {
        check:
          | 'leak'
          | 'empty-split'
          | 'few-in-test'
          | 'imbalance'
          | 'no-false-positives'
          | 'label-conflicts'
          | 'left-out'
          | 'tiny-boxes'
          | 'duplicates'
          | 'near-duplicates'
          | 'narrow'
          | 'assumed'
        severity: 'critical' | 'warning' | 'info' | 'good'
        count: number
        text: string
        about?: { name: string; count: number }[] | undefined
      }[]
    }
  }
  /** Pictures of a version with their annotations, by camera and time. A page may be short and still have a cursor. */
  listDatasetItems: {
    params: { version: string }
    query: {
      group?: 'positive' | 'false-positive' | 'background' | undefined
      label?: string | undefined
      split?: 'train' | 'validate' | 'test' | undefined
      camera?: string | undefined
      cursor?: string | undefined
      limit?: number | undefined
    }
    body: undefined
    answer: {
      items: {
        frame: string
        camera: string
        recording: string
        videoSha256: string
        at: string
        ptsMs: number
        width: number
        height: number
        bytes: number
        likeness: string
        split: 'train' | 'validate' | 'test'
        group: 'positive' | 'false-positive' | 'background'
        incidents: string[]
        annotations: {
          label: string
          box: { left: number; top: number; width: number; height: number }
          source:
            | {
                kind: 'model'
                model: { name: string; version: string; digest: string }
                confidence: number
                isInterpolated: boolean
                track?: number | undefined
              }
            | { kind: 'person'; who: string; at: string }
          because: {
            kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
            incident?: string | undefined
            seq?: number | undefined
            missedObject?: string | undefined
            at?: string | undefined
          }
        }[]
        absent: string[]
      }[]
      cursor?: string | undefined
    }
  }
  /** What is different in a version as compared with another of the same site. */
  diffDatasets: {
    params: { version: string }
    query: { against: string }
    body: undefined
    answer: {
      version: string
      against: string
      frames: { added: number; removed: number; changed: number; same: number }
      labels: { label: string; added: number; removed: number; annotations: { before: number; after: number } }[]
      splits: {
        split: 'train' | 'validate' | 'test'
        frames: { before: number; after: number }
        annotations: { before: number; after: number }
        positive: { before: number; after: number }
        falsePositive: { before: number; after: number }
      }[]
      moved: number
    }
  }
  /** Pictures that are new, gone or labelled otherwise in a version as compared with another of the same site, with both sides. A page may be short and still have a cursor. */
  listDatasetDifferences: {
    params: { version: string }
    query: { against: string; kind?: 'added' | 'removed' | 'changed' | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        kind: 'added' | 'removed' | 'changed'
        before?:
          | {
              frame: string
              camera: string
              recording: string
              videoSha256: string
              at: string
              ptsMs: number
              width: number
              height: number
              bytes: number
              likeness: string
              split: 'train' | 'validate' | 'test'
              group: 'positive' | 'false-positive' | 'background'
              incidents: string[]
              annotations: {
                label: string
                box: { left: number; top: number; width: number; height: number }
                source:
                  | {
                      kind: 'model'
                      model: { name: string; version: string; digest: string }
                      confidence: number
                      isInterpolated: boolean
                      track?: number | undefined
                    }
                  | { kind: 'person'; who: string; at: string }
                because: {
                  kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
                  incident?: string | undefined
                  seq?: number | undefined
                  missedObject?: string | undefined
                  at?: string | undefined
                }
              }[]
              absent: string[]
            }
          | undefined
        after?:
          | {
              frame: string
              camera: string
              recording: string
              videoSha256: string
              at: string
              ptsMs: number
              width: number
              height: number
              bytes: number
              likeness: string
              split: 'train' | 'validate' | 'test'
              group: 'positive' | 'false-positive' | 'background'
              incidents: string[]
              annotations: {
                label: string
                box: { left: number; top: number; width: number; height: number }
                source:
                  | {
                      kind: 'model'
                      model: { name: string; version: string; digest: string }
                      confidence: number
                      isInterpolated: boolean
                      track?: number | undefined
                    }
                  | { kind: 'person'; who: string; at: string }
                because: {
                  kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
                  incident?: string | undefined
                  seq?: number | undefined
                  missedObject?: string | undefined
                  at?: string | undefined
                }
              }[]
              absent: string[]
            }
          | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** A still by the SHA-256 of its JPEG: where it comes from and what is on it. */
  getFrame: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      frame: {
        id: string
        ptsMs: number
        index: number
        at: string
        width: number
        height: number
        bytes: number
        likeness: string
        reasons: ('incident' | 'sparse' | 'keyframe' | 'unsure' | 'person' | 'review')[]
      }
      of: {
        recording: string
        site: string
        camera: string
        startedAt: string
        endedAt: string
        videoSha256: string
        decoder: string
        outcome: 'complete' | 'partial' | 'empty' | 'corrupt'
        reason?: string | undefined
        nearDuplicates: number
        sent?:
          | {
              device: string
              model?: { name: string; version: string; digest: string } | undefined
              detections: {
                label: string
                confidence: number
                box: { left: number; top: number; width: number; height: number }
                track?: number | undefined
              }[]
            }
          | undefined
      }
      labels?:
        | {
            frame: string
            ptsMs: number
            at: string
            group: 'positive' | 'false-positive' | 'background'
            state: 'labelled' | 'undecided' | 'unjudged'
            doubt?: 'inconclusive' | 'conflict' | 'unsure' | 'second-opinion' | undefined
            annotations: {
              label: string
              box: { left: number; top: number; width: number; height: number }
              source:
                | {
                    kind: 'model'
                    model: { name: string; version: string; digest: string }
                    confidence: number
                    isInterpolated: boolean
                    track?: number | undefined
                  }
                | { kind: 'person'; who: string; at: string }
              because: {
                kind: 'verdict' | 'missed-object' | 'edit' | 'assumed'
                incident?: string | undefined
                seq?: number | undefined
                missedObject?: string | undefined
                at?: string | undefined
              }
            }[]
            absent: string[]
            incidents: string[]
          }
        | undefined
    }
  }
  /** A link to the picture, good for 10 minutes. */
  linkFrame: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { url: string; expiresAt: string }
  }
  /** Links to up to 50 pictures at once, good for 10 minutes. Those that do not exist, or belong to a site that one does not cover, are left out. */
  linkFrames: {
    params: undefined
    query: undefined
    body: { frames: string[] }
    answer: { items: { frame: string; url: string }[]; expiresAt: string }
  }
  /** Asks for a dataset in a format, with its pictures or with their addresses. The same one is made once; one that failed is made anew. */
  requestExport: {
    params: { version: string }
    query: undefined
    body: {
      format: 'coco' | 'yolo' | 'azure-ml' | 'voc' | 'cvat' | 'label-studio' | 'datumaro' | 'csv'
      images?: 'included' | 'urls' | undefined
    }
    answer: {
      id: string
      site: string
      dataset: string
      format: 'coco' | 'yolo' | 'azure-ml' | 'voc' | 'cvat' | 'label-studio' | 'datumaro' | 'csv'
      images: 'included' | 'urls'
      state: 'waiting' | 'writing' | 'checking' | 'ready' | 'failed'
      requestedAt: string
      requestedBy: string
      progress: number
      bytes?: number | undefined
      sha256?: string | undefined
      frames?: number | undefined
      annotations?: number | undefined
      dropped?: number | undefined
      problem?: string | undefined
    }
  }
  /** The exports of a dataset version. */
  listExports: {
    params: { version: string }
    query: undefined
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        dataset: string
        format: 'coco' | 'yolo' | 'azure-ml' | 'voc' | 'cvat' | 'label-studio' | 'datumaro' | 'csv'
        images: 'included' | 'urls'
        state: 'waiting' | 'writing' | 'checking' | 'ready' | 'failed'
        requestedAt: string
        requestedBy: string
        progress: number
        bytes?: number | undefined
        sha256?: string | undefined
        frames?: number | undefined
        annotations?: number | undefined
        dropped?: number | undefined
        problem?: string | undefined
      }[]
    }
  }
  /** An export: how far it is, what is in it, or why it failed. It is `ready` when it was read back and holds what the dataset holds. */
  getExport: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      dataset: string
      format: 'coco' | 'yolo' | 'azure-ml' | 'voc' | 'cvat' | 'label-studio' | 'datumaro' | 'csv'
      images: 'included' | 'urls'
      state: 'waiting' | 'writing' | 'checking' | 'ready' | 'failed'
      requestedAt: string
      requestedBy: string
      progress: number
      bytes?: number | undefined
      sha256?: string | undefined
      frames?: number | undefined
      annotations?: number | undefined
      dropped?: number | undefined
      problem?: string | undefined
    }
  }
  /** A link to the ZIP of an export that is ready, good for 10 minutes. */
  linkExport: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { url: string; expiresAt: string; bytes: number; sha256: string }
  }
  /** Imports, newest first; of those that are done, how many pictures were taken over and how many refused. */
  listImports: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        format: 'coco' | 'yolo' | 'cvat'
        emptyPictures: 'nothing-there' | 'not-looked-at'
        state: 'waiting' | 'reading' | 'applying' | 'done' | 'failed'
        requestedAt: string
        requestedBy: string
        startedAt?: string | undefined
        attempts: number
        bytes?: number | undefined
        problem?: string | undefined
        applied?: number | undefined
        refused?: number | undefined
      }[]
      cursor?: string | undefined
      names: { [key: string]: string }
    }
  }
  /** Opens a place for one file of annotations (a ZIP, or the JSON or XML file alone) and answers with the address to PUT it to, good for 10 minutes (header `x-ms-blob-type: BlockBlob`). Pictures are matched by their file names, which are those of our exports. */
  requestImport: {
    params: undefined
    query: undefined
    body: { site: string; format: 'coco' | 'yolo' | 'cvat'; emptyPictures?: 'nothing-there' | 'not-looked-at' | undefined }
    answer: {
      id: string
      site: string
      format: 'coco' | 'yolo' | 'cvat'
      emptyPictures: 'nothing-there' | 'not-looked-at'
      state: 'waiting' | 'reading' | 'applying' | 'done' | 'failed'
      requestedAt: string
      requestedBy: string
      startedAt?: string | undefined
      attempts: number
      bytes?: number | undefined
      report?:
        | {
            pictures: number
            applied: { pictures: number; boxes: number }
            unchanged: number
            skippedEmpty: number
            unknownPictures: { count: number; first: string[] }
            newLabels: string[]
            refusedPictures: number
            problems: { count: number; first: { file: string; where: string; reason: string; picture?: string | undefined }[] }
            recordings: number
          }
        | undefined
      problem?: string | undefined
      upload: { url: string; expiresAt: string }
    }
  }
  /** Says that the upload is complete: it is read, checked as a whole, and taken over as edits of this person. */
  startImport: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      format: 'coco' | 'yolo' | 'cvat'
      emptyPictures: 'nothing-there' | 'not-looked-at'
      state: 'waiting' | 'reading' | 'applying' | 'done' | 'failed'
      requestedAt: string
      requestedBy: string
      startedAt?: string | undefined
      attempts: number
      bytes?: number | undefined
      report?:
        | {
            pictures: number
            applied: { pictures: number; boxes: number }
            unchanged: number
            skippedEmpty: number
            unknownPictures: { count: number; first: string[] }
            newLabels: string[]
            refusedPictures: number
            problems: { count: number; first: { file: string; where: string; reason: string; picture?: string | undefined }[] }
            recordings: number
          }
        | undefined
      problem?: string | undefined
    }
  }
  /** An import: how far it is, and its report: what was changed, which pictures and labels are unknown, what was refused and why. */
  getImport: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      format: 'coco' | 'yolo' | 'cvat'
      emptyPictures: 'nothing-there' | 'not-looked-at'
      state: 'waiting' | 'reading' | 'applying' | 'done' | 'failed'
      requestedAt: string
      requestedBy: string
      startedAt?: string | undefined
      attempts: number
      bytes?: number | undefined
      report?:
        | {
            pictures: number
            applied: { pictures: number; boxes: number }
            unchanged: number
            skippedEmpty: number
            unknownPictures: { count: number; first: string[] }
            newLabels: string[]
            refusedPictures: number
            problems: { count: number; first: { file: string; where: string; reason: string; picture?: string | undefined }[] }
            recordings: number
          }
        | undefined
      problem?: string | undefined
    }
  }
  /** Trains a model on a dataset of a site, the newest if none is named; with `again` also on one that has had its run. A pipeline that has changed the trainer names the `commit`. */
  startRun: {
    params: undefined
    query: undefined
    body: { site: string; dataset?: string | undefined; again?: boolean | undefined; commit?: string | undefined }
    answer: {
      id: string
      site: string
      dataset: string
      number: number
      attempt: number
      reason: 'policy' | 'person' | 'code'
      startedBy: string
      commit?: string | undefined
      state: 'waiting' | 'validating' | 'caching' | 'queued' | 'running' | 'evaluating' | 'completed' | 'failed' | 'cancelled'
      createdAt: string
      submittedAt?: string | undefined
      movedAt?: string | undefined
      endedAt?: string | undefined
      progress: { step: number; steps: number; loss?: number | undefined; score?: number | undefined; secondsLeft?: number | undefined }
      cancelRequestedBy?: string | undefined
      model?: { name: string; version: string; digest: string } | undefined
      evaluation?: string | undefined
      problem?: string | undefined
    }
  }
  /** Training runs, newest first. */
  listRuns: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        dataset: string
        number: number
        attempt: number
        reason: 'policy' | 'person' | 'code'
        startedBy: string
        commit?: string | undefined
        state: 'waiting' | 'validating' | 'caching' | 'queued' | 'running' | 'evaluating' | 'completed' | 'failed' | 'cancelled'
        createdAt: string
        submittedAt?: string | undefined
        movedAt?: string | undefined
        endedAt?: string | undefined
        progress: { step: number; steps: number; loss?: number | undefined; score?: number | undefined; secondsLeft?: number | undefined }
        cancelRequestedBy?: string | undefined
        model?: { name: string; version: string; digest: string } | undefined
        evaluation?: string | undefined
        problem?: string | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** A training run: how far it is or what came of it, the curve of its losses and scores, and what its trainer said last. */
  getRun: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      dataset: string
      number: number
      attempt: number
      reason: 'policy' | 'person' | 'code'
      startedBy: string
      commit?: string | undefined
      state: 'waiting' | 'validating' | 'caching' | 'queued' | 'running' | 'evaluating' | 'completed' | 'failed' | 'cancelled'
      createdAt: string
      submittedAt?: string | undefined
      movedAt?: string | undefined
      endedAt?: string | undefined
      progress: { step: number; steps: number; loss?: number | undefined; score?: number | undefined; secondsLeft?: number | undefined }
      cancelRequestedBy?: string | undefined
      model?: { name: string; version: string; digest: string } | undefined
      evaluation?: string | undefined
      problem?: string | undefined
      curve: { step: number; loss?: number | undefined; score?: number | undefined }[]
      log: string[]
    }
  }
  /** Ends a run before it has a model; it is over when its job is. */
  cancelRun: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      dataset: string
      number: number
      attempt: number
      reason: 'policy' | 'person' | 'code'
      startedBy: string
      commit?: string | undefined
      state: 'waiting' | 'validating' | 'caching' | 'queued' | 'running' | 'evaluating' | 'completed' | 'failed' | 'cancelled'
      createdAt: string
      submittedAt?: string | undefined
      movedAt?: string | undefined
      endedAt?: string | undefined
      progress: { step: number; steps: number; loss?: number | undefined; score?: number | undefined; secondsLeft?: number | undefined }
      cancelRequestedBy?: string | undefined
      model?: { name: string; version: string; digest: string } | undefined
      evaluation?: string | undefined
      problem?: string | undefined
    }
  }
  /** When a site trains by itself, and how. */
  getTrainingPolicy: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      newFrames: number
      leastDays: number
      largestShare: number
      leastFrames: number
      trainer: 'reference' | 'command' | 'automl'
      command: string
      environment: string
      compute: string
      minutes: number
      width: number
      height: number
      stuckHours: number
      version: string
    }
  }
  /** Says when a site trains by itself from now on, and how; what is left out gets its default. */
  saveTrainingPolicy: {
    params: { site: string }
    query: undefined
    body: {
      newFrames?: number | undefined
      leastDays?: number | undefined
      largestShare?: number | undefined
      leastFrames?: number | undefined
      trainer?: 'reference' | 'command' | 'automl' | undefined
      command?: string | undefined
      environment?: string | undefined
      compute?: string | undefined
      minutes?: number | undefined
      width?: number | undefined
      height?: number | undefined
      stuckHours?: number | undefined
    }
    answer: {
      newFrames: number
      leastDays: number
      largestShare: number
      leastFrames: number
      trainer: 'reference' | 'command' | 'automl'
      command: string
      environment: string
      compute: string
      minutes: number
      width: number
      height: number
      stuckHours: number
      version: string
    }
  }
  /** The register of models, newest first; which of them is in force. */
  listModels: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        name: string
        version: string
        digest: string
        site: string
        state: 'candidate' | 'refused' | 'approved' | 'revoked'
        cardSha256: string
        labels: string[]
        bytes: number
        createdAt: string
        run?: string | undefined
        uploadedBy?: string | undefined
        dataset?: string | undefined
        commit?: string | undefined
        evaluation?: string | undefined
        reason?: string | undefined
        isChampion: boolean
      }[]
      cursor?: string | undefined
    }
  }
  /** A model with its card, and whether it is the one in force. */
  getModel: {
    params: { name: string; version: string }
    query: undefined
    body: undefined
    answer: {
      name: string
      version: string
      digest: string
      site: string
      state: 'candidate' | 'refused' | 'approved' | 'revoked'
      cardSha256: string
      labels: string[]
      bytes: number
      createdAt: string
      run?: string | undefined
      uploadedBy?: string | undefined
      dataset?: string | undefined
      commit?: string | undefined
      evaluation?: string | undefined
      reason?: string | undefined
      isChampion: boolean
      card: {
        name: string
        version: string
        digest: string
        head: 'grid' | 'yolo'
        input: {
          name: string
          width: number
          height: number
          type: 'uint8' | 'float32'
          layout: 'nchw' | 'nhwc'
          mean: [number, number, number]
          scale: [number, number, number]
          fit: 'stretch' | 'letterbox'
        }
        stride: number
        labels: string[]
        thresholds: { [key: string]: number }
        dataset: string
        commit?: string | undefined
        licence: string
        metrics: {
          on: string
          perClass: { [key: string]: { precision: number; recall: number; f1: number; ap50: number; threshold: number; objects: number } }
        }
        training: { [key: string]: unknown }
      }
    }
  }
  /** Takes in a model as a ZIP of its folder (`model.onnx`, `model.json`), when it is fit to run; the answer says what is wrong. */
  uploadModel: {
    params: { site: string }
    query: undefined
    body: Blob
    answer: {
      name: string
      version: string
      digest: string
      site: string
      state: 'candidate' | 'refused' | 'approved' | 'revoked'
      cardSha256: string
      labels: string[]
      bytes: number
      createdAt: string
      run?: string | undefined
      uploadedBy?: string | undefined
      dataset?: string | undefined
      commit?: string | undefined
      evaluation?: string | undefined
      reason?: string | undefined
    }
  }
  /** A link to one of a model's files. Each one is on the audit chain. */
  linkModelFile: {
    params: { name: string; version: string; file: 'model.onnx' | 'model.json' | 'selftest.json' | 'model.sig' | 'metrics.json' }
    query: undefined
    body: undefined
    answer: { url: string; expiresAt: string }
  }
  /** Takes a model back for ever: from every device, and refused everywhere, under whatever name. */
  revokeModel: {
    params: { name: string; version: string }
    query: undefined
    body: { reason: string }
    answer: {
      name: string
      version: string
      digest: string
      site: string
      state: 'candidate' | 'refused' | 'approved' | 'revoked'
      cardSha256: string
      labels: string[]
      bytes: number
      createdAt: string
      run?: string | undefined
      uploadedBy?: string | undefined
      dataset?: string | undefined
      commit?: string | undefined
      evaluation?: string | undefined
      reason?: string | undefined
    }
  }
  /** Compares a model with the champion and asks for approval, unless it is worse. Runs of training do so by themselves. */
  evaluateModel: {
    params: { name: string; version: string }
    query: undefined
    body: undefined
    answer: {
      digest: string
      site: string
      candidate: { name: string; version: string; digest: string }
      champion?: { name: string; version: string; digest: string } | undefined
      dataset: string
      inputs: { [key: string]: string }
      test: {
        frames: number
        candidate: {
          model: { name: string; version: string; digest: string }
          perClass: {
            [key: string]: {
              objects: number
              truePositives: number
              falsePositives: number
              falseNegatives: number
              precision: number
              recall: number
              f1: number
              ap50: number
            }
          }
          perCamera: {
            [key: string]: {
              [key: string]: {
                objects: number
                truePositives: number
                falsePositives: number
                falseNegatives: number
                precision: number
                recall: number
                f1: number
                ap50: number
              }
            }
          }
          confusion: { [key: string]: { [key: string]: number } }
          calibration: { bins: { count: number; right: number; confidence: number }[]; error: number }
          meanInferenceMs: number
        }
        champion?:
          | {
              model: { name: string; version: string; digest: string }
              perClass: {
                [key: string]: {
                  objects: number
                  truePositives: number
                  falsePositives: number
                  falseNegatives: number
                  precision: number
                  recall: number
                  f1: number
                  ap50: number
                }
              }
              perCamera: {
                [key: string]: {
                  [key: string]: {
                    objects: number
                    truePositives: number
                    falsePositives: number
                    falseNegatives: number
                    precision: number
                    recall: number
                    f1: number
                    ap50: number
                  }
                }
              }
              confusion: { [key: string]: { [key: string]: number } }
              calibration: { bins: { count: number; right: number; confidence: number }[]; error: number }
              meanInferenceMs: number
            }
          | undefined
        bias?:
          | {
              dimension: 'camera' | 'time' | 'light'
              group: string
              label: string
              recall: { right: number; count: number; share?: number | undefined; low: number; high: number }
              rest: { right: number; count: number; share?: number | undefined; low: number; high: number }
              gap: number
              low: number
              high: number
              verdict: 'even' | 'gap' | 'few'
            }[]
          | undefined
      }
      replay: {
        candidate: {
          days: number
          confirmed: number
          rejected: number
          found: number
          falseAlarms: number
          other: number
          missed: string[]
        }
        champion?:
          | { days: number; confirmed: number; rejected: number; found: number; falseAlarms: number; other: number; missed: string[] }
          | undefined
      }
      alertsSavedPerDay: number
      incidentsMissed: number
      gate: {
        verdict: 'better' | 'undecided' | 'worse'
        reason: string
        checks: {
          name: string
          outcome: 'passed' | 'failed' | 'undecided'
          values: { [key: string]: number }
          about?: string[] | undefined
          reason: string
        }[]
      }
      at: string
    }
  }
  /** A comparison of candidate and champion: figures, replay, the answers of the gate and why. */
  getEvaluation: {
    params: { digest: string }
    query: undefined
    body: undefined
    answer: {
      digest: string
      site: string
      candidate: { name: string; version: string; digest: string }
      champion?: { name: string; version: string; digest: string } | undefined
      dataset: string
      inputs: { [key: string]: string }
      test: {
        frames: number
        candidate: {
          model: { name: string; version: string; digest: string }
          perClass: {
            [key: string]: {
              objects: number
              truePositives: number
              falsePositives: number
              falseNegatives: number
              precision: number
              recall: number
              f1: number
              ap50: number
            }
          }
          perCamera: {
            [key: string]: {
              [key: string]: {
                objects: number
                truePositives: number
                falsePositives: number
                falseNegatives: number
                precision: number
                recall: number
                f1: number
                ap50: number
              }
            }
          }
          confusion: { [key: string]: { [key: string]: number } }
          calibration: { bins: { count: number; right: number; confidence: number }[]; error: number }
          meanInferenceMs: number
        }
        champion?:
          | {
              model: { name: string; version: string; digest: string }
              perClass: {
                [key: string]: {
                  objects: number
                  truePositives: number
                  falsePositives: number
                  falseNegatives: number
                  precision: number
                  recall: number
                  f1: number
                  ap50: number
                }
              }
              perCamera: {
                [key: string]: {
                  [key: string]: {
                    objects: number
                    truePositives: number
                    falsePositives: number
                    falseNegatives: number
                    precision: number
                    recall: number
                    f1: number
                    ap50: number
                  }
                }
              }
              confusion: { [key: string]: { [key: string]: number } }
              calibration: { bins: { count: number; right: number; confidence: number }[]; error: number }
              meanInferenceMs: number
            }
          | undefined
        bias?:
          | {
              dimension: 'camera' | 'time' | 'light'
              group: string
              label: string
              recall: { right: number; count: number; share?: number | undefined; low: number; high: number }
              rest: { right: number; count: number; share?: number | undefined; low: number; high: number }
              gap: number
              low: number
              high: number
              verdict: 'even' | 'gap' | 'few'
            }[]
          | undefined
      }
      replay: {
        candidate: {
          days: number
          confirmed: number
          rejected: number
          found: number
          falseAlarms: number
          other: number
          missed: string[]
        }
        champion?:
          | { days: number; confirmed: number; rejected: number; found: number; falseAlarms: number; other: number; missed: string[] }
          | undefined
      }
      alertsSavedPerDay: number
      incidentsMissed: number
      gate: {
        verdict: 'better' | 'undecided' | 'worse'
        reason: string
        checks: {
          name: string
          outcome: 'passed' | 'failed' | 'undecided'
          values: { [key: string]: number }
          about?: string[] | undefined
          reason: string
        }[]
      }
      at: string
    }
  }
  /** Works out a comparison again from its stored inputs, and says whether it comes to the same, to the last digit. */
  recomputeEvaluation: {
    params: { digest: string }
    query: undefined
    body: undefined
    answer: { digest: string; isSame: boolean; verdict: 'better' | 'undecided' | 'worse'; reason: string }
  }
  /** Frames of the test with what is on them and what each model sees there, by who gets them right; each with a link to the picture, good for 10 minutes. */
  listComparedFrames: {
    params: { digest: string }
    query: {
      outcome?: 'candidate' | 'champion' | 'both' | 'neither' | undefined
      camera?: string | undefined
      label?: string | undefined
      cursor?: string | undefined
      limit?: number | undefined
    }
    body: undefined
    answer: {
      items: {
        frame: string
        camera: string
        outcome: 'candidate' | 'champion' | 'both' | 'neither'
        objects: {
          label: string
          box: { left: number; top: number; width: number; height: number }
          isFoundByCandidate: boolean
          isFoundByChampion?: boolean | undefined
        }[]
        candidate: {
          label: string
          confidence: number
          box: { left: number; top: number; width: number; height: number }
          isRight: boolean
        }[]
        champion?:
          | { label: string; confidence: number; box: { left: number; top: number; width: number; height: number }; isRight: boolean }[]
          | undefined
        url: string
      }[]
      cursor?: string | undefined
      counts: Record<string, number>
      expiresAt: string
    }
  }
  /** What a site's gate asks of a new model. */
  getGatePolicy: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      safetyLabels: string[]
      recallTolerance: number
      leastSafetyObjects: number
      leastObjects: number
      leastGain: number
      largestRecallGap: number
      leastBiasObjects: number
      replayDays: number
      mostReplays: number
      version: string
    }
  }
  /** Says what a site's gate asks for from now on; what is left out gets its default. */
  saveGatePolicy: {
    params: { site: string }
    query: undefined
    body: {
      safetyLabels?: string[] | undefined
      recallTolerance?: number | undefined
      leastSafetyObjects?: number | undefined
      leastObjects?: number | undefined
      leastGain?: number | undefined
      largestRecallGap?: number | undefined
      leastBiasObjects?: number | undefined
      replayDays?: number | undefined
      mostReplays?: number | undefined
    }
    answer: {
      safetyLabels: string[]
      recallTolerance: number
      leastSafetyObjects: number
      leastObjects: number
      leastGain: number
      largestRecallGap: number
      leastBiasObjects: number
      replayDays: number
      mostReplays: number
      version: string
    }
  }
  /** Questions whether a model may be released, newest first. */
  listApprovals: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        model: { name: string; version: string; digest: string }
        evaluation: string
        plan: string
        gate: 'better' | 'undecided' | 'worse'
        askedBy?: string | undefined
        askedAt: string
        expiresAt: string
        state: 'waiting' | 'approved' | 'rejected' | 'expired'
        needed: number
        decisions: { by: string; at: string; decision: 'approved' | 'rejected'; reason: string }[]
        partial: string[]
      }[]
      cursor?: string | undefined
    }
  }
  /** One question: what it is bound to, who may not say yes, and who has answered, by name; what came of it; and the rollout policy of now with its digest, which an answer must name. */
  getApproval: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      model: { name: string; version: string; digest: string }
      evaluation: string
      plan: string
      gate: 'better' | 'undecided' | 'worse'
      askedBy?: string | undefined
      askedAt: string
      expiresAt: string
      state: 'waiting' | 'approved' | 'rejected' | 'expired'
      needed: number
      decisions: { by: string; at: string; decision: 'approved' | 'rejected'; reason: string }[]
      partial: string[]
      names: { [key: string]: string }
      planNow: {
        policy: {
          rings: { name: string; share: number }[]
          bakeSeconds: number
          takeSeconds: number
          lookSeconds: number
          leastWell: number
          mostFailed: number
          crashLoop: number
          sigmas: number
          mostInferenceTime: number
          mostMemory: number
          leastFrameRate: number
          windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
          waitsForIncidents: boolean
          carrier: 'image' | 'artefact'
          approvals: number
          approvalHours: number
          automatic: boolean
        }
        digest: string
      }
      release?: string | undefined
    }
  }
  /** Says yes or no, with the digests of what one was shown. The first decision that is written counts. */
  decideApproval: {
    params: { id: string }
    query: undefined
    body: { decision: 'approved' | 'rejected'; reason: string; model: string; evaluation: string; plan: string }
    answer: {
      id: string
      site: string
      model: { name: string; version: string; digest: string }
      evaluation: string
      plan: string
      gate: 'better' | 'undecided' | 'worse'
      askedBy?: string | undefined
      askedAt: string
      expiresAt: string
      state: 'waiting' | 'approved' | 'rejected' | 'expired'
      needed: number
      decisions: { by: string; at: string; decision: 'approved' | 'rejected'; reason: string }[]
      partial: string[]
    }
  }
  /** Asks about a model by its newest evaluation and the rollout policy of now, e.g. after one of them has changed. */
  requestApproval: {
    params: { name: string; version: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      model: { name: string; version: string; digest: string }
      evaluation: string
      plan: string
      gate: 'better' | 'undecided' | 'worse'
      askedBy?: string | undefined
      askedAt: string
      expiresAt: string
      state: 'waiting' | 'approved' | 'rejected' | 'expired'
      needed: number
      decisions: { by: string; at: string; decision: 'approved' | 'rejected'; reason: string }[]
      partial: string[]
    }
  }
  /** Where a model comes from and where it went: run, dataset, pictures, incidents, people, evaluation, approvals, releases, devices. */
  getModelPassport: {
    params: { name: string; version: string }
    query: undefined
    body: undefined
    answer: {
      model: {
        name: string
        version: string
        digest: string
        site: string
        state: 'candidate' | 'refused' | 'approved' | 'revoked'
        cardSha256: string
        labels: string[]
        bytes: number
        createdAt: string
        run?: string | undefined
        uploadedBy?: string | undefined
        dataset?: string | undefined
        commit?: string | undefined
        evaluation?: string | undefined
        link: string
      }
      isChampion: boolean
      run?:
        | {
            id: string
            number: number
            reason: 'policy' | 'person' | 'code'
            startedBy: string
            commit?: string | undefined
            state: 'waiting' | 'validating' | 'caching' | 'queued' | 'running' | 'evaluating' | 'completed' | 'failed' | 'cancelled'
            createdAt: string
            submittedAt?: string | undefined
            endedAt?: string | undefined
            link: string
          }
        | undefined
      evaluation?:
        | {
            digest: string
            champion?: { name: string; version: string; digest: string } | undefined
            gate: {
              verdict: 'better' | 'undecided' | 'worse'
              reason: string
              checks: {
                name: string
                outcome: 'passed' | 'failed' | 'undecided'
                values: { [key: string]: number }
                about?: string[] | undefined
                reason: string
              }[]
            }
            alertsSavedPerDay: number
            incidentsMissed: number
            at: string
            link: string
          }
        | undefined
      approvals: {
        id: string
        site: string
        model: { name: string; version: string; digest: string }
        evaluation: string
        plan: string
        gate: 'better' | 'undecided' | 'worse'
        askedBy?: string | undefined
        askedAt: string
        expiresAt: string
        state: 'waiting' | 'approved' | 'rejected' | 'expired'
        needed: number
        decisions: { by: string; at: string; decision: 'approved' | 'rejected'; reason: string }[]
        link: string
      }[]
      releases: {
        id: string
        state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
        runtime: string
        index?: string | undefined
        images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
        artefact?: string | undefined
        repository: string
        approval?: string | undefined
        commissionedBy?: string | undefined
        createdAt: string
        link: string
      }[]
      devices: { count: number; named: { device: string; isConnected: boolean; link: string }[] }
      taughtBy?:
        | {
            dataset: {
              version: string
              site: string
              labels: string[]
              counts: Record<string, { frames: number; positive: number; falsePositive: number; annotations: number }>
              itemsSha256: string
              link: string
            }
            night?: { id: string; link: string } | undefined
            frames: { count: number; named: { frame: string; recording: string; link: string }[] }
            incidents: {
              count: number
              named: {
                incident: string
                camera?: string | undefined
                label?: string | undefined
                startedAt?: string | undefined
                verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
                judgedBy?: string | undefined
                recordings: string[]
                link: string
              }[]
            }
            recordings: { count: number; named: { recording: string; frames: number; link: string }[] }
            verdicts: { confirmed: number; rejected: number; inconclusive: number; none: number }
          }
        | undefined
      people: { who: string; part: 'uploaded' | 'started' | 'labelled' | 'judged' | 'approved' | 'rejected' }[]
      names: { [key: string]: string }
    }
  }
  /** Which model runs in a device, what taught it and who approved it; beside it what the device should run. */
  getDevicePassport: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      device: { id: string; site: string; name: string; isConnected: boolean; architecture?: string | undefined; link: string }
      desired: {
        image?: string | undefined
        release?:
          | {
              id: string
              state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
              runtime: string
              index?: string | undefined
              images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
              artefact?: string | undefined
              repository: string
              approval?: string | undefined
              commissionedBy?: string | undefined
              createdAt: string
              link: string
            }
          | undefined
        model?: { name: string; version: string; digest: string } | undefined
      }
      actual: {
        image?: string | undefined
        release?:
          | {
              id: string
              state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
              runtime: string
              index?: string | undefined
              images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
              artefact?: string | undefined
              repository: string
              approval?: string | undefined
              commissionedBy?: string | undefined
              createdAt: string
              link: string
            }
          | undefined
        model?: { name: string; version: string; digest: string } | undefined
      }
      mismatches: {
        what: 'image' | 'release' | 'model'
        desired: string
        actual: string
        because: 'offline' | 'refused' | 'not-applied' | 'not-seen' | 'on-its-way'
        reason: string
      }[]
      health?: { at: string; state: string; moduleVersion: string } | undefined
      model?:
        | {
            model: {
              name: string
              version: string
              digest: string
              site: string
              state: 'candidate' | 'refused' | 'approved' | 'revoked'
              cardSha256: string
              labels: string[]
              bytes: number
              createdAt: string
              run?: string | undefined
              uploadedBy?: string | undefined
              dataset?: string | undefined
              commit?: string | undefined
              evaluation?: string | undefined
              link: string
            }
            isChampion: boolean
            run?:
              | {
                  id: string
                  number: number
                  reason: 'policy' | 'person' | 'code'
                  startedBy: string
                  commit?: string | undefined
                  state: 'waiting' | 'validating' | 'caching' | 'queued' | 'running' | 'evaluating' | 'completed' | 'failed' | 'cancelled'
                  createdAt: string
                  submittedAt?: string | undefined
                  endedAt?: string | undefined
                  link: string
                }
              | undefined
            evaluation?:
              | {
                  digest: string
                  champion?: { name: string; version: string; digest: string } | undefined
                  gate: {
                    verdict: 'better' | 'undecided' | 'worse'
                    reason: string
                    checks: {
                      name: string
                      outcome: 'passed' | 'failed' | 'undecided'
                      values: { [key: string]: number }
                      about?: string[] | undefined
                      reason: string
                    }[]
                  }
                  alertsSavedPerDay: number
                  incidentsMissed: number
                  at: string
                  link: string
                }
              | undefined
            approvals: {
              id: string
              site: string
              model: { name: string; version: string; digest: string }
              evaluation: string
              plan: string
              gate: 'better' | 'undecided' | 'worse'
              askedBy?: string | undefined
              askedAt: string
              expiresAt: string
              state: 'waiting' | 'approved' | 'rejected' | 'expired'
              needed: number
              decisions: { by: string; at: string; decision: 'approved' | 'rejected'; reason: string }[]
              link: string
            }[]
            releases: {
              id: string
              state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
              runtime: string
              index?: string | undefined
              images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
              artefact?: string | undefined
              repository: string
              approval?: string | undefined
              commissionedBy?: string | undefined
              createdAt: string
              link: string
            }[]
            devices: { count: number; named: { device: string; isConnected: boolean; link: string }[] }
            taughtBy?:
              | {
                  dataset: {
                    version: string
                    site: string
                    labels: string[]
                    counts: Record<string, { frames: number; positive: number; falsePositive: number; annotations: number }>
                    itemsSha256: string
                    link: string
                  }
                  night?: { id: string; link: string } | undefined
                  frames: { count: number; named: { frame: string; recording: string; link: string }[] }
                  incidents: {
                    count: number
                    named: {
                      incident: string
                      camera?: string | undefined
                      label?: string | undefined
                      startedAt?: string | undefined
                      verdict?: 'confirmed' | 'rejected' | 'inconclusive' | undefined
                      judgedBy?: string | undefined
                      recordings: string[]
                      link: string
                    }[]
                  }
                  recordings: { count: number; named: { recording: string; frames: number; link: string }[] }
                  verdicts: { confirmed: number; rejected: number; inconclusive: number; none: number }
                }
              | undefined
            people: { who: string; part: 'uploaded' | 'started' | 'labelled' | 'judged' | 'approved' | 'rejected' }[]
            names: { [key: string]: string }
          }
        | undefined
      names: { [key: string]: string }
    }
  }
  /** Which datasets, models and devices learned from an incident. */
  getIncidentLineage: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      datasets: { count: number; named: { version: string; frames: number; link: string }[] }
      models: {
        count: number
        named: {
          name: string
          version: string
          digest: string
          state: 'candidate' | 'refused' | 'approved' | 'revoked'
          dataset: string
          link: string
        }[]
      }
      devices: { count: number; named: { device: string; model: { name: string; version: string; digest: string }; link: string }[] }
    }
  }
  /** Which models and devices learned from a dataset. */
  getDatasetLineage: {
    params: { version: string }
    query: undefined
    body: undefined
    answer: {
      datasets: { count: number; named: { version: string; frames: number; link: string }[] }
      models: {
        count: number
        named: {
          name: string
          version: string
          digest: string
          state: 'candidate' | 'refused' | 'approved' | 'revoked'
          dataset: string
          link: string
        }[]
      }
      devices: { count: number; named: { device: string; model: { name: string; version: string; digest: string }; link: string }[] }
    }
  }
  /** Which datasets, models and devices learned from a picture. */
  getFrameLineage: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      datasets: { count: number; named: { version: string; frames: number; link: string }[] }
      models: {
        count: number
        named: {
          name: string
          version: string
          digest: string
          state: 'candidate' | 'refused' | 'approved' | 'revoked'
          dataset: string
          link: string
        }[]
      }
      devices: { count: number; named: { device: string; model: { name: string; version: string; digest: string }; link: string }[] }
    }
  }
  /** Makes pushed images of the module's code known; releases are built on the newest from then on. */
  registerRuntime: {
    params: { version: string }
    query: undefined
    body: { repository: string; images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes?: number | undefined }[] }
    answer: {
      version: string
      repository: string
      images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
      registeredAt: string
      registeredBy: string
    }
  }
  /** Gives a site its standing deployment, with a model or without one. It needs no approval, and is on record. */
  commissionSite: {
    params: { site: string }
    query: undefined
    body: { runtime?: string | undefined; model?: { name: string; version: string } | undefined }
    answer: {
      id: string
      site: string
      model?: { name: string; version: string; digest: string } | undefined
      runtime: string
      approval?: string | undefined
      commissionedBy?: string | undefined
      state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
      repository: string
      builds: { architecture: 'amd64' | 'arm64' | 'arm32v7'; run: string }[]
      images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
      index?: string | undefined
      artefact?: string | undefined
      createdAt: string
      readyAt?: string | undefined
      deployedAt?: string | undefined
      attempt?: number | undefined
      problem?: string | undefined
    }
  }
  /** Releases, newest first. */
  listReleases: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        model?: { name: string; version: string; digest: string } | undefined
        runtime: string
        approval?: string | undefined
        commissionedBy?: string | undefined
        state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
        repository: string
        builds: { architecture: 'amd64' | 'arm64' | 'arm32v7'; run: string }[]
        images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
        index?: string | undefined
        artefact?: string | undefined
        createdAt: string
        readyAt?: string | undefined
        deployedAt?: string | undefined
        attempt?: number | undefined
        problem?: string | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** A release: what it is made of, its images, how far it is. */
  getRelease: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      model?: { name: string; version: string; digest: string } | undefined
      runtime: string
      approval?: string | undefined
      commissionedBy?: string | undefined
      state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
      repository: string
      builds: { architecture: 'amd64' | 'arm64' | 'arm32v7'; run: string }[]
      images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
      index?: string | undefined
      artefact?: string | undefined
      createdAt: string
      readyAt?: string | undefined
      deployedAt?: string | undefined
      attempt?: number | undefined
      problem?: string | undefined
    }
  }
  /** Builds a release that failed once more; any other is left alone. */
  retryRelease: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      model?: { name: string; version: string; digest: string } | undefined
      runtime: string
      approval?: string | undefined
      commissionedBy?: string | undefined
      state: 'waiting' | 'building' | 'signing' | 'ready' | 'failed' | 'revoked'
      repository: string
      builds: { architecture: 'amd64' | 'arm64' | 'arm32v7'; run: string }[]
      images: { architecture: 'amd64' | 'arm64' | 'arm32v7'; digest: string; bytes: number }[]
      index?: string | undefined
      artefact?: string | undefined
      createdAt: string
      readyAt?: string | undefined
      deployedAt?: string | undefined
      attempt?: number | undefined
      problem?: string | undefined
    }
  }
  /** Sends a release through the rings of its site. */
  startRollout: {
    params: undefined
    query: undefined
    body: { site: string; release: string }
    answer: {
      id: string
      site: string
      release: string
      model?: { name: string; version: string; digest: string } | undefined
      before?: string | undefined
      policy: {
        rings: { name: string; share: number }[]
        bakeSeconds: number
        takeSeconds: number
        lookSeconds: number
        leastWell: number
        mostFailed: number
        crashLoop: number
        sigmas: number
        mostInferenceTime: number
        mostMemory: number
        leastFrameRate: number
        windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        waitsForIncidents: boolean
        carrier: 'image' | 'artefact'
        approvals: number
        approvalHours: number
        automatic: boolean
      }
      policySha256: string
      state: 'waiting' | 'running' | 'paused' | 'halted' | 'rolling-back' | 'rolled-back' | 'completed'
      ring: number
      rings: {
        name: string
        devices: number
        startedAt?: string | undefined
        takenAt?: string | undefined
        doneAt?: string | undefined
        well: number
        failed: number
        away: number
      }[]
      startedAt: string
      startedBy: string
      backSince?: string | undefined
      endedAt?: string | undefined
      reason?: string | undefined
      endedBy?: string | undefined
    }
  }
  /** Rollouts, newest first. */
  listRollouts: {
    params: undefined
    query: { site?: string | undefined; cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        release: string
        model?: { name: string; version: string; digest: string } | undefined
        before?: string | undefined
        policy: {
          rings: { name: string; share: number }[]
          bakeSeconds: number
          takeSeconds: number
          lookSeconds: number
          leastWell: number
          mostFailed: number
          crashLoop: number
          sigmas: number
          mostInferenceTime: number
          mostMemory: number
          leastFrameRate: number
          windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
          waitsForIncidents: boolean
          carrier: 'image' | 'artefact'
          approvals: number
          approvalHours: number
          automatic: boolean
        }
        policySha256: string
        state: 'waiting' | 'running' | 'paused' | 'halted' | 'rolling-back' | 'rolled-back' | 'completed'
        ring: number
        rings: {
          name: string
          devices: number
          startedAt?: string | undefined
          takenAt?: string | undefined
          doneAt?: string | undefined
          well: number
          failed: number
          away: number
        }[]
        startedAt: string
        startedBy: string
        backSince?: string | undefined
        endedAt?: string | undefined
        reason?: string | undefined
        endedBy?: string | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** A rollout with its rings and every device in them. */
  getRollout: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      release: string
      model?: { name: string; version: string; digest: string } | undefined
      before?: string | undefined
      policy: {
        rings: { name: string; share: number }[]
        bakeSeconds: number
        takeSeconds: number
        lookSeconds: number
        leastWell: number
        mostFailed: number
        crashLoop: number
        sigmas: number
        mostInferenceTime: number
        mostMemory: number
        leastFrameRate: number
        windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        waitsForIncidents: boolean
        carrier: 'image' | 'artefact'
        approvals: number
        approvalHours: number
        automatic: boolean
      }
      policySha256: string
      state: 'waiting' | 'running' | 'paused' | 'halted' | 'rolling-back' | 'rolled-back' | 'completed'
      ring: number
      rings: {
        name: string
        devices: number
        startedAt?: string | undefined
        takenAt?: string | undefined
        doneAt?: string | undefined
        well: number
        failed: number
        away: number
      }[]
      startedAt: string
      startedBy: string
      backSince?: string | undefined
      endedAt?: string | undefined
      reason?: string | undefined
      endedBy?: string | undefined
      deviceProgress: {
        device: string
        ring: number
        state: 'waiting' | 'targeted' | 'away' | 'well' | 'failed' | 'back'
        targetedAt?: string | undefined
        takenAt?: string | undefined
        reason?: string | undefined
      }[]
    }
  }
  /** How devices behave with the release, beside how they did with what they had before: speed, memory, detections, incidents. */
  readRolloutFigures: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      items: {
        device: string
        champion: {
          seconds: number
          frames: number
          framesPerSecond?: number | undefined
          inferenceMs?: number | undefined
          memoryBytes?: number | undefined
          incidentsPerHour?: number | undefined
          detectionsPerFrame: { [key: string]: number }
        }
        candidate: {
          seconds: number
          frames: number
          framesPerSecond?: number | undefined
          inferenceMs?: number | undefined
          memoryBytes?: number | undefined
          incidentsPerHour?: number | undefined
          detectionsPerFrame: { [key: string]: number }
        }
        outcome: 'alike' | 'different' | 'undecided'
        reason?: string | undefined
      }[]
    }
  }
  /** Stops a rollout: no further device gets the release. */
  haltRollout: {
    params: { id: string }
    query: undefined
    body: { reason: string }
    answer: {
      id: string
      site: string
      release: string
      model?: { name: string; version: string; digest: string } | undefined
      before?: string | undefined
      policy: {
        rings: { name: string; share: number }[]
        bakeSeconds: number
        takeSeconds: number
        lookSeconds: number
        leastWell: number
        mostFailed: number
        crashLoop: number
        sigmas: number
        mostInferenceTime: number
        mostMemory: number
        leastFrameRate: number
        windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        waitsForIncidents: boolean
        carrier: 'image' | 'artefact'
        approvals: number
        approvalHours: number
        automatic: boolean
      }
      policySha256: string
      state: 'waiting' | 'running' | 'paused' | 'halted' | 'rolling-back' | 'rolled-back' | 'completed'
      ring: number
      rings: {
        name: string
        devices: number
        startedAt?: string | undefined
        takenAt?: string | undefined
        doneAt?: string | undefined
        well: number
        failed: number
        away: number
      }[]
      startedAt: string
      startedBy: string
      backSince?: string | undefined
      endedAt?: string | undefined
      reason?: string | undefined
      endedBy?: string | undefined
    }
  }
  /** Goes on with a rollout that was halted, or waits for a word after a ring. */
  resumeRollout: {
    params: { id: string }
    query: undefined
    body: { reason: string }
    answer: {
      id: string
      site: string
      release: string
      model?: { name: string; version: string; digest: string } | undefined
      before?: string | undefined
      policy: {
        rings: { name: string; share: number }[]
        bakeSeconds: number
        takeSeconds: number
        lookSeconds: number
        leastWell: number
        mostFailed: number
        crashLoop: number
        sigmas: number
        mostInferenceTime: number
        mostMemory: number
        leastFrameRate: number
        windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        waitsForIncidents: boolean
        carrier: 'image' | 'artefact'
        approvals: number
        approvalHours: number
        automatic: boolean
      }
      policySha256: string
      state: 'waiting' | 'running' | 'paused' | 'halted' | 'rolling-back' | 'rolled-back' | 'completed'
      ring: number
      rings: {
        name: string
        devices: number
        startedAt?: string | undefined
        takenAt?: string | undefined
        doneAt?: string | undefined
        well: number
        failed: number
        away: number
      }[]
      startedAt: string
      startedBy: string
      backSince?: string | undefined
      endedAt?: string | undefined
      reason?: string | undefined
      endedBy?: string | undefined
    }
  }
  /** Gives every device back what it had before. */
  rollBackRollout: {
    params: { id: string }
    query: undefined
    body: { reason: string }
    answer: {
      id: string
      site: string
      release: string
      model?: { name: string; version: string; digest: string } | undefined
      before?: string | undefined
      policy: {
        rings: { name: string; share: number }[]
        bakeSeconds: number
        takeSeconds: number
        lookSeconds: number
        leastWell: number
        mostFailed: number
        crashLoop: number
        sigmas: number
        mostInferenceTime: number
        mostMemory: number
        leastFrameRate: number
        windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        waitsForIncidents: boolean
        carrier: 'image' | 'artefact'
        approvals: number
        approvalHours: number
        automatic: boolean
      }
      policySha256: string
      state: 'waiting' | 'running' | 'paused' | 'halted' | 'rolling-back' | 'rolled-back' | 'completed'
      ring: number
      rings: {
        name: string
        devices: number
        startedAt?: string | undefined
        takenAt?: string | undefined
        doneAt?: string | undefined
        well: number
        failed: number
        away: number
      }[]
      startedAt: string
      startedBy: string
      backSince?: string | undefined
      endedAt?: string | undefined
      reason?: string | undefined
      endedBy?: string | undefined
    }
  }
  /** How releases get to the devices of a site: rings, times, limits, windows. */
  getRolloutPolicy: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      rings: { name: string; share: number }[]
      bakeSeconds: number
      takeSeconds: number
      lookSeconds: number
      leastWell: number
      mostFailed: number
      crashLoop: number
      sigmas: number
      mostInferenceTime: number
      mostMemory: number
      leastFrameRate: number
      windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
      waitsForIncidents: boolean
      carrier: 'image' | 'artefact'
      approvals: number
      approvalHours: number
      automatic: boolean
      version: string
    }
  }
  /** Says how releases get to the devices from now on; approvals that were asked for under another plan do not hold for it. */
  saveRolloutPolicy: {
    params: { site: string }
    query: undefined
    body: {
      rings?: { name: string; share: number }[] | undefined
      bakeSeconds?: number | undefined
      takeSeconds?: number | undefined
      lookSeconds?: number | undefined
      leastWell?: number | undefined
      mostFailed?: number | undefined
      crashLoop?: number | undefined
      sigmas?: number | undefined
      mostInferenceTime?: number | undefined
      mostMemory?: number | undefined
      leastFrameRate?: number | undefined
      windows?: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[] | undefined
      waitsForIncidents?: boolean | undefined
      carrier?: 'image' | 'artefact' | undefined
      approvals?: number | undefined
      approvalHours?: number | undefined
      automatic?: boolean | undefined
    }
    answer: {
      rings: { name: string; share: number }[]
      bakeSeconds: number
      takeSeconds: number
      lookSeconds: number
      leastWell: number
      mostFailed: number
      crashLoop: number
      sigmas: number
      mostInferenceTime: number
      mostMemory: number
      leastFrameRate: number
      windows: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
      waitsForIncidents: boolean
      carrier: 'image' | 'artefact'
      approvals: number
      approvalHours: number
      automatic: boolean
      version: string
    }
  }
  /** What a stretch of a site came to: incidents and false alarms by day, rule, camera and hour, where on the picture, how fast people were, what was counted, and how long cameras were there. Up to 92 days one by one; longer stretches, up to ten years, in whole months. A minute or two old. */
  readInsights: {
    params: { site: string }
    query: { from: string; to: string; camera?: string | undefined; rule?: string | undefined; label?: string | undefined }
    body: undefined
    answer: {
      site: string
      from: string
      to: string
      step: 'day' | 'month'
      total: { confirmed: number; rejected: number; inconclusive: number; none: number }
      steps: {
        confirmed: number
        rejected: number
        inconclusive: number
        none: number
        at: string
        objects: number
        uptime: { live: number; down: number; disabled: number; silent: number }
      }[]
      rules: { confirmed: number; rejected: number; inconclusive: number; none: number; name: string }[]
      cameras: { confirmed: number; rejected: number; inconclusive: number; none: number; name: string }[]
      labels: { confirmed: number; rejected: number; inconclusive: number; none: number; name: string }[]
      hours: number[][]
      places: { camera: string; counts: number[] }[]
      acknowledge: { count: number; medianSeconds?: number | undefined; p90Seconds?: number | undefined }
      resolve: { count: number; medianSeconds?: number | undefined; p90Seconds?: number | undefined }
      objects: { camera: string; label: string; count: number }[]
      uptime: {
        camera: string
        total: { live: number; down: number; disabled: number; silent: number }
        steps: { live: number; down: number; disabled: number; silent: number; at: string }[]
      }[]
    }
  }
  /** Counts of at most 1100 days that were not like those at the same time of other days and weeks, with what was expected. Oldest first, at most five a day. */
  listAnomalies: {
    params: { site: string }
    query: { from: string; to: string }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        day: string
        measure: 'incidents' | 'objects'
        camera?: string | undefined
        cameras: string[]
        label?: string | undefined
        window: 'day' | 'hour'
        fromHour: number
        toHour: number
        direction: 'high' | 'low'
        observed: number
        expected: number
        low: number
        high: number
        score: number
        history: number
      }[]
    }
  }
  /** A link to one file with at most 400 days, today among them, in the columns of the daily files (docs/insights.md). */
  linkInsightFile: {
    params: { site: string; fact: 'incidents' | 'objects' | 'cameras' | 'anomalies' }
    query: { from: string; to: string; format: 'parquet' | 'csv' }
    body: undefined
    answer: { url: string; expiresAt: string }
  }
  /** Has a day counted again from the stored messages, within minutes. It comes to the same where nothing was amiss. */
  recountInsights: {
    params: { site: string; day: string }
    query: undefined
    body: undefined
    answer: { day: string }
  }
  /** What people should know of the plants, of the models and of the app itself: those that are not over first, newest first. */
  listNotices: {
    params: undefined
    query: {
      site?: string | undefined
      state?: 'unresolved' | 'cleared' | 'all' | undefined
      cursor?: string | undefined
      limit?: number | undefined
    }
    body: undefined
    answer: {
      items: {
        site: string
        kind: string
        subject: string
        severity: 'critical' | 'warning' | 'info'
        summary: string
        evidence: {
          measure: string
          value: number
          unit: string
          threshold?: number | undefined
          effectSize?: number | undefined
          effect?: string | undefined
          sampleSize?: number | undefined
          points?: { at: string; value: number }[] | undefined
        }[]
        roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
        link: string
        id: string
        state: 'open' | 'acknowledged' | 'cleared'
        openedAt: string
        updatedAt: string
        clearedAt?: string | undefined
        acknowledgedAt?: string | undefined
        acknowledgedBy?: string | undefined
        openings: number
        past: { openedAt: string; clearedAt: string }[]
        actions: {
          id: string
          kind: 'notify-role' | 'halt-rollout' | 'lower-frame-rate' | 'scale-hint'
          target: string
          state: 'planned' | 'done' | 'undoing' | 'undone' | 'needless'
          undo: 'by-person' | 'on-clear' | 'never'
          before: string
          after: string
          plannedAt: string
          doneAt?: string | undefined
          undoneAt?: string | undefined
          undoneBy?: string | undefined
          reason?: string | undefined
        }[]
      }[]
      cursor?: string | undefined
    }
  }
  /** One notice: its figures, what was done by itself, and when it was open before. */
  getNotice: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      kind: string
      subject: string
      severity: 'critical' | 'warning' | 'info'
      summary: string
      evidence: {
        measure: string
        value: number
        unit: string
        threshold?: number | undefined
        effectSize?: number | undefined
        effect?: string | undefined
        sampleSize?: number | undefined
        points?: { at: string; value: number }[] | undefined
      }[]
      roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
      link: string
      id: string
      state: 'open' | 'acknowledged' | 'cleared'
      openedAt: string
      updatedAt: string
      clearedAt?: string | undefined
      acknowledgedAt?: string | undefined
      acknowledgedBy?: string | undefined
      openings: number
      past: { openedAt: string; clearedAt: string }[]
      actions: {
        id: string
        kind: 'notify-role' | 'halt-rollout' | 'lower-frame-rate' | 'scale-hint'
        target: string
        state: 'planned' | 'done' | 'undoing' | 'undone' | 'needless'
        undo: 'by-person' | 'on-clear' | 'never'
        before: string
        after: string
        plannedAt: string
        doneAt?: string | undefined
        undoneAt?: string | undefined
        undoneBy?: string | undefined
        reason?: string | undefined
      }[]
      names: { [key: string]: string }
    }
  }
  /** Says "I am on it"; for those whose work the notice is, and for IoT engineers. */
  acknowledgeNotice: {
    params: { id: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      kind: string
      subject: string
      severity: 'critical' | 'warning' | 'info'
      summary: string
      evidence: {
        measure: string
        value: number
        unit: string
        threshold?: number | undefined
        effectSize?: number | undefined
        effect?: string | undefined
        sampleSize?: number | undefined
        points?: { at: string; value: number }[] | undefined
      }[]
      roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
      link: string
      id: string
      state: 'open' | 'acknowledged' | 'cleared'
      openedAt: string
      updatedAt: string
      clearedAt?: string | undefined
      acknowledgedAt?: string | undefined
      acknowledgedBy?: string | undefined
      openings: number
      past: { openedAt: string; clearedAt: string }[]
      actions: {
        id: string
        kind: 'notify-role' | 'halt-rollout' | 'lower-frame-rate' | 'scale-hint'
        target: string
        state: 'planned' | 'done' | 'undoing' | 'undone' | 'needless'
        undo: 'by-person' | 'on-clear' | 'never'
        before: string
        after: string
        plannedAt: string
        doneAt?: string | undefined
        undoneAt?: string | undefined
        undoneBy?: string | undefined
        reason?: string | undefined
      }[]
      names: { [key: string]: string }
    }
  }
  /** Takes back what a monitor did by itself; it is not done again as long as the notice is open. */
  undoAction: {
    params: { id: string }
    query: undefined
    body: { action: string }
    answer: {
      site: string
      kind: string
      subject: string
      severity: 'critical' | 'warning' | 'info'
      summary: string
      evidence: {
        measure: string
        value: number
        unit: string
        threshold?: number | undefined
        effectSize?: number | undefined
        effect?: string | undefined
        sampleSize?: number | undefined
        points?: { at: string; value: number }[] | undefined
      }[]
      roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
      link: string
      id: string
      state: 'open' | 'acknowledged' | 'cleared'
      openedAt: string
      updatedAt: string
      clearedAt?: string | undefined
      acknowledgedAt?: string | undefined
      acknowledgedBy?: string | undefined
      openings: number
      past: { openedAt: string; clearedAt: string }[]
      actions: {
        id: string
        kind: 'notify-role' | 'halt-rollout' | 'lower-frame-rate' | 'scale-hint'
        target: string
        state: 'planned' | 'done' | 'undoing' | 'undone' | 'needless'
        undo: 'by-person' | 'on-clear' | 'never'
        before: string
        after: string
        plannedAt: string
        doneAt?: string | undefined
        undoneAt?: string | undefined
        undoneBy?: string | undefined
        reason?: string | undefined
      }[]
      names: { [key: string]: string }
    }
  }
  /** How well the model in force does: precision and recall with their intervals, and what drifts by camera and monitor. An hour old at most. */
  readQuality: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      at: string
      model?: { name: string; version: string; digest: string; since: string } | undefined
      cameras: {
        camera: string
        reference?:
          | {
              site: string
              camera: string
              model: string
              digest: string
              from: string
              to: string
              madeAt: string
              madeBy: string
              reason?: string | undefined
            }
          | undefined
        isBorrowed: boolean
        learningUntil?: string | undefined
        findings: {
          monitor: string
          least: number
          breachedSince?: string | undefined
          periods: {
            from: string
            to: string
            value: number
            expected: number
            band: { low: number; high: number }
            effect: number
            samples: number
            chance: number
            isOver: boolean
          }[]
        }[]
      }[]
      verdicts: {
        days: number
        perRule: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number } }
        perCamera: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number } }
        perModel: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number } }
        calibration: {
          bins: { count: number; right: number; confidence: number }[]
          count: number
          gap: number
          error: { value: number; low: number; high: number }
        }
        reference?:
          | {
              precision: { right: number; count: number; share?: number | undefined; low: number; high: number }
              calibration: {
                bins: { count: number; right: number; confidence: number }[]
                count: number
                gap: number
                error: { value: number; low: number; high: number }
              }
              model: string
              from: string
              to: string
              frozenAt: string
            }
          | undefined
        newest?:
          | {
              precision: { right: number; count: number; share?: number | undefined; low: number; high: number }
              calibration: {
                bins: { count: number; right: number; confidence: number }[]
                count: number
                gap: number
                error: { value: number; low: number; high: number }
              }
            }
          | undefined
        findings: {
          monitor: 'precision' | 'calibration'
          before: { right: number; count: number; share?: number | undefined; low: number; high: number }
          now: { right: number; count: number; share?: number | undefined; low: number; high: number }
          effect: number
          isBreach: boolean
        }[]
      }
      recall: {
        days: number
        all: { right: number; count: number; share?: number | undefined; low: number; high: number; frames: number }
        perCamera: {
          [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number; frames: number }
        }
        perLabel: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number; frames: number } }
        waiting: number
        reported: number
        confirmed: number
      }
    }
  }
  /** Works a day (UTC) out again from what is stored, judges anew, and answers with the report. */
  recomputeQuality: {
    params: { site: string; day: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      at: string
      model?: { name: string; version: string; digest: string; since: string } | undefined
      cameras: {
        camera: string
        reference?:
          | {
              site: string
              camera: string
              model: string
              digest: string
              from: string
              to: string
              madeAt: string
              madeBy: string
              reason?: string | undefined
            }
          | undefined
        isBorrowed: boolean
        learningUntil?: string | undefined
        findings: {
          monitor: string
          least: number
          breachedSince?: string | undefined
          periods: {
            from: string
            to: string
            value: number
            expected: number
            band: { low: number; high: number }
            effect: number
            samples: number
            chance: number
            isOver: boolean
          }[]
        }[]
      }[]
      verdicts: {
        days: number
        perRule: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number } }
        perCamera: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number } }
        perModel: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number } }
        calibration: {
          bins: { count: number; right: number; confidence: number }[]
          count: number
          gap: number
          error: { value: number; low: number; high: number }
        }
        reference?:
          | {
              precision: { right: number; count: number; share?: number | undefined; low: number; high: number }
              calibration: {
                bins: { count: number; right: number; confidence: number }[]
                count: number
                gap: number
                error: { value: number; low: number; high: number }
              }
              model: string
              from: string
              to: string
              frozenAt: string
            }
          | undefined
        newest?:
          | {
              precision: { right: number; count: number; share?: number | undefined; low: number; high: number }
              calibration: {
                bins: { count: number; right: number; confidence: number }[]
                count: number
                gap: number
                error: { value: number; low: number; high: number }
              }
            }
          | undefined
        findings: {
          monitor: 'precision' | 'calibration'
          before: { right: number; count: number; share?: number | undefined; low: number; high: number }
          now: { right: number; count: number; share?: number | undefined; low: number; high: number }
          effect: number
          isBreach: boolean
        }[]
      }
      recall: {
        days: number
        all: { right: number; count: number; share?: number | undefined; low: number; high: number; frames: number }
        perCamera: {
          [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number; frames: number }
        }
        perLabel: { [key: string]: { right: number; count: number; share?: number | undefined; low: number; high: number; frames: number } }
        waiting: number
        reported: number
        confirmed: number
      }
    }
  }
  /** Frames that show a drift best, as batches for people; newest first, with how many are answered. */
  listReviewBatches: {
    params: { site: string }
    query: { limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        site: string
        camera: string
        model: string
        monitor: string
        state: 'open' | 'closed'
        openedAt: string
        closedAt?: string | undefined
        since: string
        reference: string
        evidence: { value: number; expected: number; effect: number; least: number; chance: number; samples: number }
        frames: number
        answered: number
      }[]
    }
  }
  /** A review batch with links to its pictures, good for 10 minutes. */
  getReviewBatch: {
    params: { site: string; batch: string }
    query: undefined
    body: undefined
    answer: {
      id: string
      site: string
      camera: string
      model: string
      monitor: string
      state: 'open' | 'closed'
      openedAt: string
      closedAt?: string | undefined
      since: string
      reference: string
      evidence: { value: number; expected: number; effect: number; least: number; chance: number; samples: number }
      frames: { frame: string; recording: string; at: string; isAnswered: boolean; url: string }[]
      expiresAt: string
    }
  }
  /** Says that a time of a camera is what is usual from now on, and why: for changes that are to stay. */
  makeQualityReference: {
    params: { site: string }
    query: undefined
    body: { camera: string; from: string; to: string; reason: string }
    answer: {
      site: string
      camera: string
      model: string
      digest: string
      from: string
      to: string
      madeAt: string
      madeBy: string
      reason?: string | undefined
    }
  }
  /** From when on a difference counts as drift. */
  getDriftThresholds: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      referenceDays: number
      periodHours: 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24
      consecutive: number
      alpha: number
      leastPictures: number
      leastLevels: {
        brightness: number
        contrast: number
        sharpness: number
        saturation: number
        chromaBlue: number
        chromaRed: number
        motion: number
        load: number
      }
      leastDeviations: number
      leastPsi: number
      leastObjects: number
      leastNovelty: number
      leastCrops: number
      leastFrames: number
      verdictDays: number
      leastVerdicts: number
      leastPrecisionFall: number
      leastCalibrationGap: number
      batchFrames: number
      sampleFrames: number
      version: string
    }
  }
  /** Says from when on a difference counts; what is left out gets its default. */
  saveDriftThresholds: {
    params: { site: string }
    query: undefined
    body: {
      referenceDays?: number | undefined
      periodHours?: 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24 | undefined
      consecutive?: number | undefined
      alpha?: number | undefined
      leastPictures?: number | undefined
      leastLevels?:
        | {
            brightness?: number | undefined
            contrast?: number | undefined
            sharpness?: number | undefined
            saturation?: number | undefined
            chromaBlue?: number | undefined
            chromaRed?: number | undefined
            motion?: number | undefined
            load?: number | undefined
          }
        | undefined
      leastDeviations?: number | undefined
      leastPsi?: number | undefined
      leastObjects?: number | undefined
      leastNovelty?: number | undefined
      leastCrops?: number | undefined
      leastFrames?: number | undefined
      verdictDays?: number | undefined
      leastVerdicts?: number | undefined
      leastPrecisionFall?: number | undefined
      leastCalibrationGap?: number | undefined
      batchFrames?: number | undefined
      sampleFrames?: number | undefined
    }
    answer: {
      referenceDays: number
      periodHours: 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24
      consecutive: number
      alpha: number
      leastPictures: number
      leastLevels: {
        brightness: number
        contrast: number
        sharpness: number
        saturation: number
        chromaBlue: number
        chromaRed: number
        motion: number
        load: number
      }
      leastDeviations: number
      leastPsi: number
      leastObjects: number
      leastNovelty: number
      leastCrops: number
      leastFrames: number
      verdictDays: number
      leastVerdicts: number
      leastPrecisionFall: number
      leastCalibrationGap: number
      batchFrames: number
      sampleFrames: number
      version: string
    }
  }
  /** What of a site may leave it, and in which form: the newest version of its policy. */
  getCompliancePolicy: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      number: number
      policy: {
        rules: {
          id: string
          when: {
            kinds?: ('inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly')[] | undefined
            cameras?: string[] | undefined
            rules?: string[] | undefined
            labels?: string[] | undefined
            severities?: ('critical' | 'warning' | 'info')[] | undefined
            hours?: 'working' | 'other' | undefined
            people?: boolean | undefined
            confidenceFrom?: number | undefined
            confidenceBelow?: number | undefined
          }
          action: 'release' | 'withhold' | 'quarantine'
          without: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          people?: 'cover' | 'drop' | undefined
          longSide?: number | undefined
          retention: 'short' | 'standard' | 'long'
        }[]
        fields: {
          inferences: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          incident: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          score: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          anomaly: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
        }
        people: {
          treatment: 'cover' | 'drop'
          labels: string[]
          marginShare: number
          cameras: {
            [key: string]: { people: 'model' | 'nobody' | 'masks'; masks: { left: number; top: number; width: number; height: number }[] }
          }
        }
        longSide: number
        workingHours: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        retentionDays: { short: number; standard: number; long: number }
        regions: string[]
      }
      savedAt?: string | undefined
      savedBy?: string | undefined
      note?: string | undefined
      names: { [key: string]: string }
      version: string
    }
  }
  /** Says what may leave a site from now on, as a new version; what is left out gets its default. */
  saveCompliancePolicy: {
    params: { site: string }
    query: undefined
    body: {
      policy: {
        rules?:
          | {
              id: string
              when?:
                | {
                    kinds?: ('inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly')[] | undefined
                    cameras?: string[] | undefined
                    rules?: string[] | undefined
                    labels?: string[] | undefined
                    severities?: ('critical' | 'warning' | 'info')[] | undefined
                    hours?: 'working' | 'other' | undefined
                    people?: boolean | undefined
                    confidenceFrom?: number | undefined
                    confidenceBelow?: number | undefined
                  }
                | undefined
              action: 'release' | 'withhold' | 'quarantine'
              without?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              people?: 'cover' | 'drop' | undefined
              longSide?: number | undefined
              retention?: 'short' | 'standard' | 'long' | undefined
            }[]
          | undefined
        fields?:
          | {
              inferences?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              incident?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              score?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              anomaly?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
            }
          | undefined
        people?:
          | {
              treatment?: 'cover' | 'drop' | undefined
              labels?: string[] | undefined
              marginShare?: number | undefined
              cameras?:
                | {
                    [key: string]: {
                      people?: 'model' | 'nobody' | 'masks' | undefined
                      masks?: { left: number; top: number; width: number; height: number }[] | undefined
                    }
                  }
                | undefined
            }
          | undefined
        longSide?: number | undefined
        workingHours?: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[] | undefined
        retentionDays?: { short?: number | undefined; standard?: number | undefined; long?: number | undefined } | undefined
        regions?: string[] | undefined
      }
      note?: string | undefined
    }
    answer: {
      site: string
      number: number
      policy: {
        rules: {
          id: string
          when: {
            kinds?: ('inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly')[] | undefined
            cameras?: string[] | undefined
            rules?: string[] | undefined
            labels?: string[] | undefined
            severities?: ('critical' | 'warning' | 'info')[] | undefined
            hours?: 'working' | 'other' | undefined
            people?: boolean | undefined
            confidenceFrom?: number | undefined
            confidenceBelow?: number | undefined
          }
          action: 'release' | 'withhold' | 'quarantine'
          without: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          people?: 'cover' | 'drop' | undefined
          longSide?: number | undefined
          retention: 'short' | 'standard' | 'long'
        }[]
        fields: {
          inferences: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          incident: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          score: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          anomaly: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
        }
        people: {
          treatment: 'cover' | 'drop'
          labels: string[]
          marginShare: number
          cameras: {
            [key: string]: { people: 'model' | 'nobody' | 'masks'; masks: { left: number; top: number; width: number; height: number }[] }
          }
        }
        longSide: number
        workingHours: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
        retentionDays: { short: number; standard: number; long: number }
        regions: string[]
      }
      savedAt?: string | undefined
      savedBy?: string | undefined
      note?: string | undefined
      names: { [key: string]: string }
      version: string
    }
  }
  /** Versions of the policy, newest first: who saved them, when and why. */
  listCompliancePolicies: {
    params: { site: string }
    query: { cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        site: string
        number: number
        policy: {
          rules: {
            id: string
            when: {
              kinds?: ('inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly')[] | undefined
              cameras?: string[] | undefined
              rules?: string[] | undefined
              labels?: string[] | undefined
              severities?: ('critical' | 'warning' | 'info')[] | undefined
              hours?: 'working' | 'other' | undefined
              people?: boolean | undefined
              confidenceFrom?: number | undefined
              confidenceBelow?: number | undefined
            }
            action: 'release' | 'withhold' | 'quarantine'
            without: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
            people?: 'cover' | 'drop' | undefined
            longSide?: number | undefined
            retention: 'short' | 'standard' | 'long'
          }[]
          fields: {
            inferences: (
              | 'camera'
              | 'device'
              | 'rule'
              | 'label'
              | 'severity'
              | 'confidence'
              | 'box'
              | 'track'
              | 'model'
              | 'size'
              | 'timing'
            )[]
            incident: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
            score: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
            anomaly: ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
          }
          people: {
            treatment: 'cover' | 'drop'
            labels: string[]
            marginShare: number
            cameras: {
              [key: string]: { people: 'model' | 'nobody' | 'masks'; masks: { left: number; top: number; width: number; height: number }[] }
            }
          }
          longSide: number
          workingHours: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[]
          retentionDays: { short: number; standard: number; long: number }
          regions: string[]
        }
        savedAt?: string | undefined
        savedBy?: string | undefined
        note?: string | undefined
      }[]
      cursor?: string | undefined
      names: { [key: string]: string }
    }
  }
  /** How many items of at most 400 days left, were redacted, withheld or quarantined, by day, kind and rule; never which. A minute old at most. */
  countCompliance: {
    params: { site: string }
    query: { from: string; to: string }
    body: undefined
    answer: {
      days: {
        kind: 'inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly'
        outcome: 'compliant' | 'redacted' | 'withheld' | 'quarantined'
        rule: string
        policy: number
        items: number
        day: string
      }[]
      waiting: number
      isWaitingComplete: boolean
    }
  }
  /** What a policy would have done to what was decided in at most 24 hours, by the side of what was done. Changes nothing. Examples only for those who may see them. */
  tryCompliancePolicy: {
    params: { site: string }
    query: undefined
    body: {
      policy: {
        rules?:
          | {
              id: string
              when?:
                | {
                    kinds?: ('inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly')[] | undefined
                    cameras?: string[] | undefined
                    rules?: string[] | undefined
                    labels?: string[] | undefined
                    severities?: ('critical' | 'warning' | 'info')[] | undefined
                    hours?: 'working' | 'other' | undefined
                    people?: boolean | undefined
                    confidenceFrom?: number | undefined
                    confidenceBelow?: number | undefined
                  }
                | undefined
              action: 'release' | 'withhold' | 'quarantine'
              without?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              people?: 'cover' | 'drop' | undefined
              longSide?: number | undefined
              retention?: 'short' | 'standard' | 'long' | undefined
            }[]
          | undefined
        fields?:
          | {
              inferences?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              incident?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              score?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
              anomaly?:
                | ('camera' | 'device' | 'rule' | 'label' | 'severity' | 'confidence' | 'box' | 'track' | 'model' | 'size' | 'timing')[]
                | undefined
            }
          | undefined
        people?:
          | {
              treatment?: 'cover' | 'drop' | undefined
              labels?: string[] | undefined
              marginShare?: number | undefined
              cameras?:
                | {
                    [key: string]: {
                      people?: 'model' | 'nobody' | 'masks' | undefined
                      masks?: { left: number; top: number; width: number; height: number }[] | undefined
                    }
                  }
                | undefined
            }
          | undefined
        longSide?: number | undefined
        workingHours?: { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string }[] | undefined
        retentionDays?: { short?: number | undefined; standard?: number | undefined; long?: number | undefined } | undefined
        regions?: string[] | undefined
      }
      from: string
      to: string
    }
    answer: {
      items: number
      before: {
        kind: 'inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly'
        outcome: 'compliant' | 'redacted' | 'withheld' | 'quarantined'
        rule: string
        items: number
      }[]
      after: {
        kind: 'inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly'
        outcome: 'compliant' | 'redacted' | 'withheld' | 'quarantined'
        rule: string
        items: number
      }[]
      changes: {
        from: 'compliant' | 'redacted' | 'withheld' | 'quarantined'
        to: 'compliant' | 'redacted' | 'withheld' | 'quarantined'
        items: number
      }[]
      examples?:
        | {
            kind: 'inferences' | 'incident' | 'snapshot' | 'score' | 'anomaly'
            at: string
            cameras: string[]
            labels: string[]
            incident?: string | undefined
            before: { outcome: 'compliant' | 'redacted' | 'withheld' | 'quarantined'; rule: string }
            after: { outcome: 'compliant' | 'redacted' | 'withheld' | 'quarantined'; rule: string }
          }[]
        | undefined
    }
  }
  /** What watches a plant (or, for `all-sites`, what all plants share): thresholds, times, who is told, what is done by itself. */
  listMonitors: {
    params: { site: string }
    query: undefined
    body: undefined
    answer: {
      site: string
      revision: number
      items: {
        kind:
          | 'device-silent'
          | 'fleet-silent'
          | 'device-disk'
          | 'device-backlog'
          | 'twin-size'
          | 'site-load'
          | 'night-stuck'
          | 'run-stuck'
          | 'release-stuck'
          | 'rollout-stuck'
          | 'alerts-overdue'
          | 'queue-age'
          | 'queue-poison'
          | 'functions-fail'
          | 'quarantine-grows'
          | 'hub-quota'
          | 'mail-quota'
          | 'deployments'
        measure: string
        unit: string
        settings: {
          enabled: boolean
          severity: 'critical' | 'warning' | 'info'
          above: number
          clear: number
          forMinutes: number
          clearMinutes: number
          roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
          actions: (
            | {
                kind: 'notify-role'
                role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin'
              }
            | { kind: 'halt-rollout'; undo: 'by-person' | 'on-clear' }
            | { kind: 'lower-frame-rate'; factor: number; leastPerSecond: number; undo: 'by-person' | 'on-clear' }
            | { kind: 'scale-hint' }
          )[]
        }
        defaults: {
          enabled: boolean
          severity: 'critical' | 'warning' | 'info'
          above: number
          clear: number
          forMinutes: number
          clearMinutes: number
          roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
          actions: (
            | {
                kind: 'notify-role'
                role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin'
              }
            | { kind: 'halt-rollout'; undo: 'by-person' | 'on-clear' }
            | { kind: 'lower-frame-rate'; factor: number; leastPerSecond: number; undo: 'by-person' | 'on-clear' }
            | { kind: 'scale-hint' }
          )[]
        }
        minutesToNotice: number
      }[]
      version: string
    }
  }
  /** Says when a monitor speaks, whom it tells and what it does by itself; what all plants share, only who covers all of them. */
  saveMonitor: {
    params: {
      site: string
      kind:
        | 'device-silent'
        | 'fleet-silent'
        | 'device-disk'
        | 'device-backlog'
        | 'twin-size'
        | 'site-load'
        | 'night-stuck'
        | 'run-stuck'
        | 'release-stuck'
        | 'rollout-stuck'
        | 'alerts-overdue'
        | 'queue-age'
        | 'queue-poison'
        | 'functions-fail'
        | 'quarantine-grows'
        | 'hub-quota'
        | 'mail-quota'
        | 'deployments'
    }
    query: undefined
    body: {
      enabled: boolean
      severity: 'critical' | 'warning' | 'info'
      above: number
      clear: number
      forMinutes: number
      clearMinutes: number
      roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
      actions: (
        | { kind: 'notify-role'; role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin' }
        | { kind: 'halt-rollout'; undo?: 'by-person' | 'on-clear' | undefined }
        | {
            kind: 'lower-frame-rate'
            factor?: number | undefined
            leastPerSecond?: number | undefined
            undo?: 'by-person' | 'on-clear' | undefined
          }
        | { kind: 'scale-hint' }
      )[]
    }
    answer: {
      site: string
      revision: number
      items: {
        kind:
          | 'device-silent'
          | 'fleet-silent'
          | 'device-disk'
          | 'device-backlog'
          | 'twin-size'
          | 'site-load'
          | 'night-stuck'
          | 'run-stuck'
          | 'release-stuck'
          | 'rollout-stuck'
          | 'alerts-overdue'
          | 'queue-age'
          | 'queue-poison'
          | 'functions-fail'
          | 'quarantine-grows'
          | 'hub-quota'
          | 'mail-quota'
          | 'deployments'
        measure: string
        unit: string
        settings: {
          enabled: boolean
          severity: 'critical' | 'warning' | 'info'
          above: number
          clear: number
          forMinutes: number
          clearMinutes: number
          roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
          actions: (
            | {
                kind: 'notify-role'
                role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin'
              }
            | { kind: 'halt-rollout'; undo: 'by-person' | 'on-clear' }
            | { kind: 'lower-frame-rate'; factor: number; leastPerSecond: number; undo: 'by-person' | 'on-clear' }
            | { kind: 'scale-hint' }
          )[]
        }
        defaults: {
          enabled: boolean
          severity: 'critical' | 'warning' | 'info'
          above: number
          clear: number
          forMinutes: number
          clearMinutes: number
          roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
          actions: (
            | {
                kind: 'notify-role'
                role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin'
              }
            | { kind: 'halt-rollout'; undo: 'by-person' | 'on-clear' }
            | { kind: 'lower-frame-rate'; factor: number; leastPerSecond: number; undo: 'by-person' | 'on-clear' }
            | { kind: 'scale-hint' }
          )[]
        }
        minutesToNotice: number
      }[]
      version: string
    }
  }
  /** Gives a monitor its defaults back. */
  resetMonitor: {
    params: {
      site: string
      kind:
        | 'device-silent'
        | 'fleet-silent'
        | 'device-disk'
        | 'device-backlog'
        | 'twin-size'
        | 'site-load'
        | 'night-stuck'
        | 'run-stuck'
        | 'release-stuck'
        | 'rollout-stuck'
        | 'alerts-overdue'
        | 'queue-age'
        | 'queue-poison'
        | 'functions-fail'
        | 'quarantine-grows'
        | 'hub-quota'
        | 'mail-quota'
        | 'deployments'
    }
    query: undefined
    body: undefined
    answer: {
      site: string
      revision: number
      items: {
        kind:
          | 'device-silent'
          | 'fleet-silent'
          | 'device-disk'
          | 'device-backlog'
          | 'twin-size'
          | 'site-load'
          | 'night-stuck'
          | 'run-stuck'
          | 'release-stuck'
          | 'rollout-stuck'
          | 'alerts-overdue'
          | 'queue-age'
          | 'queue-poison'
          | 'functions-fail'
          | 'quarantine-grows'
          | 'hub-quota'
          | 'mail-quota'
          | 'deployments'
        measure: string
        unit: string
        settings: {
          enabled: boolean
          severity: 'critical' | 'warning' | 'info'
          above: number
          clear: number
          forMinutes: number
          clearMinutes: number
          roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
          actions: (
            | {
                kind: 'notify-role'
                role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin'
              }
            | { kind: 'halt-rollout'; undo: 'by-person' | 'on-clear' }
            | { kind: 'lower-frame-rate'; factor: number; leastPerSecond: number; undo: 'by-person' | 'on-clear' }
            | { kind: 'scale-hint' }
          )[]
        }
        defaults: {
          enabled: boolean
          severity: 'critical' | 'warning' | 'info'
          above: number
          clear: number
          forMinutes: number
          clearMinutes: number
          roles: ('site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin')[]
          actions: (
            | {
                kind: 'notify-role'
                role: 'site-engineer' | 'data-labeler' | 'data-scientist' | 'iot-engineer' | 'safety-auditor' | 'admin'
              }
            | { kind: 'halt-rollout'; undo: 'by-person' | 'on-clear' }
            | { kind: 'lower-frame-rate'; factor: number; leastPerSecond: number; undo: 'by-person' | 'on-clear' }
            | { kind: 'scale-hint' }
          )[]
        }
        minutesToNotice: number
      }[]
      version: string
    }
  }
  /** Who did or saw what, as a chain that is checked while it is read: from an entry on, or `until` a moment (`now`: the newest). */
  readAudit: {
    params: { site: string }
    query: { from?: number | undefined; until?: 'now' | string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      entries: {
        site: string
        seq: number
        at: string
        who: string
        action: string
        subject: string
        detail: { [key: string]: unknown }
        previous: string
        hash: string
      }[]
      before?: { seq: number; hash: string } | undefined
      brokenAt?: number | undefined
      next?: number | undefined
      newest: number
      names: { [key: string]: string }
    }
  }
  /** Entries of the chain by person, action, object and time, newest first; what was looked through is checked on the way. */
  searchAudit: {
    params: { site: string }
    query: {
      who?: string | undefined
      action?: string | undefined
      subject?: string | undefined
      since?: string | undefined
      until?: string | undefined
      cursor?: number | undefined
      limit?: number | undefined
    }
    body: undefined
    answer: {
      items: {
        site: string
        seq: number
        at: string
        who: string
        action: string
        subject: string
        detail: { [key: string]: unknown }
        previous: string
        hash: string
      }[]
      looked?: { first: number; last: number } | undefined
      brokenAt?: number | undefined
      cursor?: string | undefined
      names: { [key: string]: string }
    }
  }
  /** What was not taken in, and why. It may come from any site, so only those who cover all see it. */
  listQuarantine: {
    params: undefined
    query: { cursor?: string | undefined; limit?: number | undefined }
    body: undefined
    answer: {
      items: {
        id: string
        reason: string
        detail: string
        receivedAt: string
        device?: string | undefined
        bytes: number
        sha256: string
        sample: string
        replayedAt?: string | undefined
      }[]
      cursor?: string | undefined
    }
  }
  /** Whether the service works: `ok`, or `degraded` with the parts that are not well (somebody who should know does not, or soon will not). 503 where it does not work at all. */
  getHealth: {
    params: undefined
    query: undefined
    body: undefined
    answer: { state: 'ok' | 'degraded'; unwell: string[] }
  }
  /** The same with figures: overdue alerts, clock, spilled events, intake, nights, critical notices. */
  getHealthDetails: {
    params: undefined
    query: undefined
    body: undefined
    answer: {
      state: 'ok' | 'degraded'
      unwell: string[]
      alerts: { state: 'ok' | 'degraded'; overdue: number; oldestDueAt?: string | undefined }
      clock: { state: 'ok' | 'degraded'; aheadMs: number }
      spill: { state: 'ok' | 'degraded'; isWaiting: boolean }
      intake: { state: 'ok' | 'degraded'; messages: number; before: number }
      nights: { state: 'ok' | 'degraded'; failed: number }
      notices: { state: 'ok' | 'degraded'; critical: number }
    }
  }
  /** This document. */
  describeApi: {
    params: undefined
    query: undefined
    body: undefined
    answer: { [key: string]: unknown }
  }
}

/** Method and path below `/api/` of each call. */
export const addresses = {
  listIncidents: ['GET', 'incidents'],
  countUnresolved: ['GET', 'incident-counts'],
  countIncidentDays: ['GET', 'incident-days'],
  linkSnapshots: ['POST', 'incidents/snapshots/links'],
  getIncident: ['GET', 'incidents/{id}'],
  acknowledgeIncident: ['POST', 'incidents/{id}/acknowledge'],
  handBackIncident: ['POST', 'incidents/{id}/hand-back'],
  judgeIncident: ['POST', 'incidents/{id}/verdicts'],
  withdrawVerdict: ['POST', 'incidents/{id}/verdicts/withdraw'],
  resolveIncident: ['POST', 'incidents/{id}/resolve'],
  reopenIncident: ['POST', 'incidents/{id}/reopen'],
  commentIncident: ['POST', 'incidents/{id}/comments'],
  linkIncidentSnapshot: ['POST', 'incidents/{id}/snapshot/links'],
  showIncidentSnapshot: ['GET', 'incidents/{id}/snapshot'],
  listInferences: ['GET', 'inferences'],
  reportMissedObject: ['POST', 'missed-objects'],
  listMissedObjects: ['GET', 'missed-objects'],
  listRecordings: ['GET', 'recordings'],
  getRecording: ['GET', 'recordings/{id}'],
  linkRecording: ['POST', 'recordings/{id}/links'],
  makeClip: ['POST', 'clips'],
  makeEvidence: ['POST', 'incidents/{id}/evidence'],
  listHolds: ['GET', 'sites/{site}/holds'],
  placeHold: ['POST', 'holds'],
  releaseHold: ['POST', 'sites/{site}/holds/{id}/release'],
  claimNextTask: ['POST', 'labeling/next'],
  getTask: ['GET', 'labeling/tasks/{id}'],
  saveTask: ['POST', 'labeling/tasks/{id}/save'],
  skipTask: ['POST', 'labeling/tasks/{id}/skip'],
  releaseTask: ['POST', 'labeling/tasks/{id}/release'],
  renewClaim: ['POST', 'labeling/tasks/{id}/renew'],
  undoTask: ['POST', 'labeling/tasks/{id}/undo'],
  countTasks: ['GET', 'labeling/queue'],
  readLabelerQuality: ['GET', 'labeling/quality'],
  readOwnQuality: ['GET', 'labeling/quality/mine'],
  liftFinding: ['POST', 'labeling/quality/{site}/findings/{id}/lift'],
  readFrameHistory: ['GET', 'frames/{id}/history'],
  listDevices: ['GET', 'sites/{site}/devices'],
  getDevice: ['GET', 'devices/{id}'],
  saveDevice: ['PUT', 'sites/{site}/devices/{id}'],
  removeDevice: ['POST', 'sites/{site}/devices/{id}/removal'],
  listCameras: ['GET', 'sites/{site}/cameras'],
  saveCamera: ['PUT', 'sites/{site}/cameras/{id}'],
  removeCamera: ['DELETE', 'sites/{site}/cameras/{id}'],
  listRules: ['GET', 'sites/{site}/rules'],
  saveRule: ['PUT', 'sites/{site}/rules/{id}'],
  removeRule: ['DELETE', 'sites/{site}/rules/{id}'],
  readFleet: ['GET', 'sites/{site}/fleet'],
  readDeviceHealth: ['GET', 'devices/{id}/health'],
  reloadDevice: ['POST', 'devices/{id}/reload'],
  showCamera: ['POST', 'sites/{site}/cameras/{id}/picture'],
  readCameraHealth: ['GET', 'sites/{site}/cameras/{id}/health'],
  acceptPicture: ['POST', 'sites/{site}/cameras/{id}/usual-picture'],
  trySource: ['POST', 'devices/{id}/picture'],
  previewRule: ['POST', 'sites/{site}/rules/preview'],
  getMe: ['GET', 'me'],
  listSites: ['GET', 'sites'],
  saveSite: ['PUT', 'sites/{site}'],
  getRoster: ['GET', 'sites/{site}/roster'],
  saveRecipient: ['PUT', 'sites/{site}/recipients/{id}'],
  removeRecipient: ['DELETE', 'sites/{site}/recipients/{id}'],
  saveSchedule: ['PUT', 'sites/{site}/schedules/{id}'],
  removeSchedule: ['DELETE', 'sites/{site}/schedules/{id}'],
  listPeople: ['GET', 'people'],
  savePerson: ['PUT', 'people/{id}'],
  getPush: ['GET', 'push'],
  subscribePush: ['PUT', 'push/subscriptions'],
  unsubscribePush: ['DELETE', 'push/subscriptions'],
  startNight: ['POST', 'nights'],
  listNights: ['GET', 'nights'],
  getNight: ['GET', 'nights/{id}'],
  getNightPolicy: ['GET', 'sites/{site}/night-policy'],
  saveNightPolicy: ['PUT', 'sites/{site}/night-policy'],
  listDatasets: ['GET', 'datasets'],
  getDataset: ['GET', 'datasets/{version}'],
  getDatasetStatistics: ['GET', 'datasets/{version}/statistics'],
  listDatasetItems: ['GET', 'datasets/{version}/items'],
  diffDatasets: ['GET', 'datasets/{version}/diff'],
  listDatasetDifferences: ['GET', 'datasets/{version}/differences'],
  getFrame: ['GET', 'frames/{id}'],
  linkFrame: ['POST', 'frames/{id}/links'],
  linkFrames: ['POST', 'frames/links'],
  requestExport: ['POST', 'datasets/{version}/exports'],
  listExports: ['GET', 'datasets/{version}/exports'],
  getExport: ['GET', 'exports/{id}'],
  linkExport: ['POST', 'exports/{id}/links'],
  listImports: ['GET', 'imports'],
  requestImport: ['POST', 'imports'],
  startImport: ['POST', 'imports/{id}/start'],
  getImport: ['GET', 'imports/{id}'],
  startRun: ['POST', 'runs'],
  listRuns: ['GET', 'runs'],
  getRun: ['GET', 'runs/{id}'],
  cancelRun: ['POST', 'runs/{id}/cancel'],
  getTrainingPolicy: ['GET', 'sites/{site}/training-policy'],
  saveTrainingPolicy: ['PUT', 'sites/{site}/training-policy'],
  listModels: ['GET', 'models'],
  getModel: ['GET', 'models/{name}/{version}'],
  uploadModel: ['POST', 'sites/{site}/models'],
  linkModelFile: ['GET', 'models/{name}/{version}/files/{file}'],
  revokeModel: ['POST', 'models/{name}/{version}/revocation'],
  evaluateModel: ['POST', 'models/{name}/{version}/evaluations'],
  getEvaluation: ['GET', 'evaluations/{digest}'],
  recomputeEvaluation: ['GET', 'evaluations/{digest}/recomputation'],
  listComparedFrames: ['GET', 'evaluations/{digest}/frames'],
  getGatePolicy: ['GET', 'sites/{site}/gate-policy'],
  saveGatePolicy: ['PUT', 'sites/{site}/gate-policy'],
  listApprovals: ['GET', 'approvals'],
  getApproval: ['GET', 'approvals/{id}'],
  decideApproval: ['POST', 'approvals/{id}/decisions'],
  requestApproval: ['POST', 'models/{name}/{version}/approvals'],
  getModelPassport: ['GET', 'models/{name}/{version}/passport'],
  getDevicePassport: ['GET', 'devices/{id}/passport'],
  getIncidentLineage: ['GET', 'incidents/{id}/lineage'],
  getDatasetLineage: ['GET', 'datasets/{version}/lineage'],
  getFrameLineage: ['GET', 'frames/{id}/lineage'],
  registerRuntime: ['PUT', 'runtimes/{version}'],
  commissionSite: ['POST', 'sites/{site}/commissioning'],
  listReleases: ['GET', 'releases'],
  getRelease: ['GET', 'releases/{id}'],
  retryRelease: ['POST', 'releases/{id}/retry'],
  startRollout: ['POST', 'rollouts'],
  listRollouts: ['GET', 'rollouts'],
  getRollout: ['GET', 'rollouts/{id}'],
  readRolloutFigures: ['GET', 'rollouts/{id}/figures'],
  haltRollout: ['POST', 'rollouts/{id}/halt'],
  resumeRollout: ['POST', 'rollouts/{id}/resume'],
  rollBackRollout: ['POST', 'rollouts/{id}/roll-back'],
  getRolloutPolicy: ['GET', 'sites/{site}/rollout-policy'],
  saveRolloutPolicy: ['PUT', 'sites/{site}/rollout-policy'],
  readInsights: ['GET', 'sites/{site}/insights'],
  listAnomalies: ['GET', 'sites/{site}/insights/anomalies'],
  linkInsightFile: ['GET', 'sites/{site}/insights/files/{fact}'],
  recountInsights: ['POST', 'sites/{site}/insights/{day}/recount'],
  listNotices: ['GET', 'notices'],
  getNotice: ['GET', 'notices/{id}'],
  acknowledgeNotice: ['POST', 'notices/{id}/acknowledge'],
  undoAction: ['POST', 'notices/{id}/undo'],
  readQuality: ['GET', 'sites/{site}/quality'],
  recomputeQuality: ['POST', 'sites/{site}/quality/{day}/recomputation'],
  listReviewBatches: ['GET', 'sites/{site}/review-batches'],
  getReviewBatch: ['GET', 'sites/{site}/review-batches/{batch}'],
  makeQualityReference: ['POST', 'sites/{site}/quality-references'],
  getDriftThresholds: ['GET', 'sites/{site}/drift-thresholds'],
  saveDriftThresholds: ['PUT', 'sites/{site}/drift-thresholds'],
  getCompliancePolicy: ['GET', 'sites/{site}/compliance-policy'],
  saveCompliancePolicy: ['PUT', 'sites/{site}/compliance-policy'],
  listCompliancePolicies: ['GET', 'sites/{site}/compliance-policy/versions'],
  countCompliance: ['GET', 'sites/{site}/compliance-counts'],
  tryCompliancePolicy: ['POST', 'sites/{site}/compliance-trials'],
  listMonitors: ['GET', 'sites/{site}/monitors'],
  saveMonitor: ['PUT', 'sites/{site}/monitors/{kind}'],
  resetMonitor: ['DELETE', 'sites/{site}/monitors/{kind}'],
  readAudit: ['GET', 'sites/{site}/audit'],
  searchAudit: ['GET', 'sites/{site}/audit/search'],
  listQuarantine: ['GET', 'quarantine'],
  getHealth: ['GET', 'health'],
  getHealthDetails: ['GET', 'health/details'],
  describeApi: ['GET', 'openapi.json'],
} as const satisfies Record<keyof Operations, readonly [method: string, path: string]>

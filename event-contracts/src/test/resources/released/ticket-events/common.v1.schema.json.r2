{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "What all ticket events share",
  "$defs": {
    "id": {
      "description": "A UUID of version 7.",
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    },
    "time": {
      "description": "RFC 3339 in UTC.",
      "type": "string",
      "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?Z$"
    },
    "key": {
      "description": "Key of a catalogue's entry.",
      "type": "string",
      "pattern": "^[a-z][a-z0-9_]{0,62}$"
    },
    "foreignId": {
      "description": "An id that another system gave.",
      "type": "string",
      "minLength": 1,
      "maxLength": 255
    },
    "status": {
      "description": "Consumers take a value they do not know for some active status.",
      "type": "string",
      "enum": [
        "open",
        "assigned",
        "in_progress",
        "waiting_customer",
        "waiting_internal",
        "escalated",
        "resolved",
        "closed",
        "reopened"
      ]
    },
    "priority": {
      "description": "How urgent.",
      "type": "string",
      "enum": [
        "low",
        "medium",
        "high",
        "urgent"
      ]
    },
    "resolutionType": {
      "description": "How it came to its end.",
      "type": "string",
      "enum": [
        "solved",
        "workaround",
        "duplicate",
        "cannot_reproduce",
        "wont_fix",
        "other"
      ]
    },
    "actorKind": {
      "description": "Which sort of someone.",
      "type": "string",
      "enum": [
        "customer",
        "support_agent",
        "admin",
        "service",
        "system"
      ]
    },
    "rating": {
      "description": "Stars.",
      "type": "integer",
      "minimum": 1,
      "maximum": 5
    },
    "deadline": {
      "description": "One clock of the SLA, as it stood when this happened.",
      "type": "object",
      "required": [
        "dueAt",
        "state",
        "at"
      ],
      "properties": {
        "dueAt": {
          "$ref": "#/$defs/time"
        },
        "state": {
          "description": "How it stood.",
          "type": "string",
          "enum": [
            "ok",
            "at_risk",
            "breached",
            "paused",
            "met"
          ]
        },
        "at": {
          "description": "When the thing aimed at happened.",
          "anyOf": [
            {
              "$ref": "#/$defs/time"
            },
            {
              "type": "null"
            }
          ]
        }
      }
    },
    "actor": {
      "description": "Who did it. A customer is known by the ticket's app and this id, staff by the id alone.",
      "type": "object",
      "required": [
        "id",
        "kind"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/foreignId"
        },
        "kind": {
          "$ref": "#/$defs/actorKind"
        }
      }
    },
    "ticket": {
      "description": "The ticket's facts after the change; all events of one change carry the same.",
      "type": "object",
      "required": [
        "id",
        "number",
        "app",
        "department",
        "language",
        "category",
        "priority",
        "status",
        "source",
        "customer",
        "assigneeId",
        "escalationLevel",
        "sla",
        "resolutionType",
        "rating",
        "createdAt",
        "updatedAt",
        "resolvedAt",
        "closedAt",
        "version"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/id"
        },
        "number": {
          "description": "The number people use.",
          "type": "string",
          "pattern": "^[A-Z][A-Z0-9]{1,7}-[0-9]{6,}$"
        },
        "app": {
          "$ref": "#/$defs/key"
        },
        "department": {
          "$ref": "#/$defs/key"
        },
        "language": {
          "description": "BCP 47.",
          "type": "string",
          "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
        },
        "category": {
          "$ref": "#/$defs/key"
        },
        "priority": {
          "$ref": "#/$defs/priority"
        },
        "status": {
          "$ref": "#/$defs/status"
        },
        "source": {
          "description": "The way by which it came in.",
          "type": "string",
          "enum": [
            "web",
            "mobile",
            "email",
            "phone",
            "chat",
            "api",
            "event"
          ]
        },
        "customer": {
          "description": "Whose ticket it is; the person is app and id.",
          "type": "object",
          "required": [
            "id",
            "kind"
          ],
          "properties": {
            "id": {
              "$ref": "#/$defs/foreignId"
            },
            "kind": {
              "description": "What the customer is to the app.",
              "type": "string",
              "enum": [
                "customer",
                "provider",
                "driver",
                "technician",
                "corporate"
              ]
            }
          }
        },
        "assigneeId": {
          "description": "The agent who has it.",
          "anyOf": [
            {
              "$ref": "#/$defs/foreignId"
            },
            {
              "type": "null"
            }
          ]
        },
        "escalationLevel": {
          "description": "0 until it is escalated.",
          "type": "integer",
          "minimum": 0
        },
        "sla": {
          "description": "The two clocks.",
          "type": "object",
          "required": [
            "firstResponse",
            "resolution"
          ],
          "properties": {
            "firstResponse": {
              "$ref": "#/$defs/deadline"
            },
            "resolution": {
              "$ref": "#/$defs/deadline"
            }
          }
        },
        "resolutionType": {
          "anyOf": [
            {
              "$ref": "#/$defs/resolutionType"
            },
            {
              "type": "null"
            }
          ]
        },
        "rating": {
          "anyOf": [
            {
              "$ref": "#/$defs/rating"
            },
            {
              "type": "null"
            }
          ]
        },
        "createdAt": {
          "$ref": "#/$defs/time"
        },
        "updatedAt": {
          "$ref": "#/$defs/time"
        },
        "resolvedAt": {
          "anyOf": [
            {
              "$ref": "#/$defs/time"
            },
            {
              "type": "null"
            }
          ]
        },
        "closedAt": {
          "anyOf": [
            {
              "$ref": "#/$defs/time"
            },
            {
              "type": "null"
            }
          ]
        },
        "version": {
          "description": "The ticket's optimistic version; not the event's sequence.",
          "type": "integer",
          "minimum": 1
        },
        "watcherIds": {
          "description": "Staff who follow it, each once; absent where nobody does. Following a ticket is no event: the next one tells.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/foreignId"
          }
        }
      }
    }
  }
}

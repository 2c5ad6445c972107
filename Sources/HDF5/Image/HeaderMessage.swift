/// One message of an object header: a property of a group or a dataset.
struct HeaderMessage {
  /// The kinds of messages that are looked at; all others are none of a reader's business.
  enum Kind: Int {
    case dataspace = 0x01
    case linkInfo = 0x02
    case datatype = 0x03
    case link = 0x06
    case externalFiles = 0x07
    case layout = 0x08
    case groupInfo = 0x0A
    case filters = 0x0B
    case attribute = 0x0C
    case continuation = 0x10
    case symbolTable = 0x11
    case attributeInfo = 0x15
  }

  let kind: Kind
  /// Whether the content stands elsewhere, to be shared with other objects.
  let isShared: Bool
  /// Where the content is.
  let content: Range<Int>
}

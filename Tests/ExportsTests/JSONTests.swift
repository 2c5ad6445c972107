import Foundation
import Testing

@testable import Exports

@Suite struct JSONTests {
  @Test func aDictionaryAsXarrayMakesIt() throws {
    let text = String(decoding: JSONDocument(results: ExampleResults.results).bytes(), as: UTF8.self)
    let coordinates = """
      {"coords":{"cell":{"dims":["cell"],"attrs":{"long_name":"cell type"},"data":["lstm","g,ru"]},\
      "repeat":{"dims":["repeat"],"attrs":{"long_name":"repeat"},"data":[0,1]},\
      "threshold":{"dims":["threshold"],"attrs":{"long_name":"difference"},"data":[0.1,0.001,1e-07]}},\
      "attrs":{"title":"a, \\"b\\"\\nc","seed":18446744073709551615,"rates":[0.1,-2.0]},\
      "dims":{"cell":2,"repeat":2,"threshold":3},"data_vars":{
      """
    #expect(text.hasPrefix(coordinates))
    #expect(
      text.contains(
        """
        "run_status":{"dims":["cell","repeat"],"attrs":{"long_name":"status","flag_values":[0,1,2],\
        "flag_meanings":"missing done failed"},"data":[[1,1],[0,null]]}
        """))
    #expect(text.contains(#""data":[[7,100000],[null,null]]"#))
    #expect(text.contains(#""data":[[-0.3333333333333333,-1e999],[null,null]]"#))
    #expect(text.contains(#""data":[[[0.1,1e-10,3.0],[4.0,5.0,6.0]],[[null,null,null],[null,null,null]]]"#))
    #expect(text.hasSuffix(#""data":[1,2,3]}}}"#))
  }

  @Test func stringsAreEscaped() throws {
    let text = "\"\\/\u{0}\u{1f}\n\r\t\u{7f}ü\u{1F600}"
    var writer = JSONWriter()
    writer.array(1) { writer, _ in writer.string(text) }
    #expect(try JSONDecoder().decode([String].self, from: Data(writer.text.bytes)) == [text])
  }
}

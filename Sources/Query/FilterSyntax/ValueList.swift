import CloudTrail

extension Predicate {
  /// `field:(a OR b)` as one test of the field, where that is all it says.
  var joiningAlternatives: Predicate {
    guard case .any(let parts) = self, let first = parts.first, case .field(let path, _, .any) = first else {
      return self
    }
    var tests: [FieldTest] = []
    for part in parts {
      guard case .field(path, let test, .any) = part else { return self }
      tests.append(test)
    }
    return .field(path, .any(tests))
  }

  /// A list of values for one field as a single test, so that one and the same element has to pass all of it.
  func asOneTest(quantifier: Quantifier) -> Predicate {
    guard let path = firstPath else { return self }
    return .field(path, elementTest, quantifier)
  }

  private var firstPath: FieldPath? {
    switch self {
    case .field(let path, _, _): path
    case .all(let parts), .any(let parts): parts.first?.firstPath
    case .not(let part): part.firstPath
    default: nil
    }
  }

  private var elementTest: FieldTest {
    switch self {
    case .field(_, let test, _): test
    case .all(let parts): .all(parts.map(\.elementTest))
    case .any(let parts): .any(parts.map(\.elementTest))
    case .not(let part): .not(part.elementTest)
    default: .any([])
    }
  }
}

import Glibc
import Testing

@testable import Feeds

/// COUNTING 9.
@Suite struct SourcePathsTests {
  /// The files of a source, without the folder's own path.
  private func find(_ folder: Folder, _ name: String = "") -> [String] {
    SourcePaths.find(folder.path + name).files.map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test("a walk finds every regular file whatever its name, in the order of their bytes")
  func walk() async {
    await Folder.with { folder in
      for name in ["b/c.txt", "a.json.gz", "B", "b/d/e", "b.ndjson"] { folder.write(name, "") }
      #expect(find(folder) == ["B", "a.json.gz", "b.ndjson", "b/c.txt", "b/d/e"])
    }
  }

  @Test("names that begin with a dot are left out, folders too")
  func hidden() async {
    await Folder.with { folder in
      for name in [".hidden", ".git/config", "a/.b", "a/c"] { folder.write(name, "") }
      #expect(find(folder) == ["a/c"])
    }
  }

  @Test("a hidden file that is named is read")
  func namedHidden() async {
    await Folder.with { folder in
      folder.write(".hidden", "")
      #expect(find(folder, "/.hidden") == [".hidden"])
    }
  }

  @Test("linked files are read, linked folders are not entered, even in a circle")
  func links() async {
    await Folder.with { folder in
      folder.write("real/a", "")
      symlink("real/a", folder.path + "/file-link")
      symlink("real", folder.path + "/folder-link")
      symlink("..", folder.path + "/real/up")
      #expect(find(folder) == ["file-link", "real/a"])
    }
  }

  @Test("a linked folder that is named is entered")
  func namedLink() async {
    await Folder.with { folder in
      folder.write("real/a", "")
      symlink("real", folder.path + "/link")
      #expect(find(folder, "/link") == ["link/a"])
    }
  }

  @Test("pipes and sockets on the way are left out")
  func pipes() async {
    await Folder.with { folder in
      folder.write("a", "")
      mkfifo(folder.path + "/pipe", 0o600)
      #expect(find(folder) == ["a"])
    }
  }

  @Test("a glob finds what it matches, a file once")
  func glob() async {
    await Folder.with { folder in
      for name in ["a1.json", "a2.json", "b.json", "d/a3.json"] { folder.write(name, "") }
      #expect(find(folder, "/a*.json") == ["a1.json", "a2.json"])
      #expect(find(folder, "/{d,d/a3.json}") == ["d/a3.json"])
    }
  }

  @Test("a name with the signs of a glob is that file when it is there")
  func literal() async {
    await Folder.with { folder in
      for name in ["a[1].json", "a1.json"] { folder.write(name, "") }
      #expect(find(folder, "/a[1].json") == ["a[1].json"])
    }
  }

  @Test("a link to nothing is a failure, and so is a name that nothing has")
  func missing() async {
    await Folder.with { folder in
      symlink("nowhere", folder.path + "/link")
      #expect(SourcePaths.find(folder.path).failures.count == 1)
      #expect(SourcePaths.find(folder.path + "/none").failures.count == 1)
      #expect(SourcePaths.find(folder.path + "/none*").failures.count == 1)
    }
  }
}

namespace SmtpTls.Tests.Common;

public sealed class FileWalkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smtptls-walk").FullName;
    private readonly List<FileFaultException> _faults = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFolderIsItsFilesByNameAndThenThoseBelow()
    {
        Write("b.log", "a.log", "sub/c.log", "sub/deep/d.log");

        Assert.Equal(["a.log", "b.log", "sub/c.log", "sub/deep/d.log"], Find(recurse: true));
        Assert.Equal(["a.log", "b.log"], Find(recurse: false));
        Assert.Equal([new FoundFile(In("a.log"), FromFolder: false)], Walk(recurse: true).Files(In("a.log")));
    }

    [Fact]
    public void AFileComesOnceHoweverManyPathsLeadToIt()
    {
        Write("a.log", "sub/b.log");
        FileWalk walk = Walk(recurse: true);

        Assert.Equal(2, walk.Files(_folder).Count());
        Assert.Empty(walk.Files(In("sub")));
        Assert.Empty(walk.Files(In("a.log")));
    }

    [Fact]
    public void ALinkThatLeadsAroundIsWalkedOnce()
    {
        Write("a.log", "sub/b.log");
        Directory.CreateSymbolicLink(In("sub/up"), _folder);
        Directory.CreateSymbolicLink(In("sub/self"), ".");
        Directory.CreateSymbolicLink(In("sub/up2"), "../sub/up/sub");
        File.CreateSymbolicLink(In("current.log"), "sub/b.log");

        Assert.Equal(["a.log", "current.log"], Find(recurse: true));
        Assert.Empty(_faults);
    }

    [Fact]
    public void ALinkToAFolderElsewhereIsFollowedUnderItsOwnName()
    {
        Write("elsewhere/a.log");
        Directory.CreateDirectory(In("logs"));
        Directory.CreateSymbolicLink(In("logs/old"), In("elsewhere"));

        Assert.Equal([new FoundFile(In("logs/old/a.log"), FromFolder: true)], Walk(recurse: true).Files(In("logs")));
    }

    [Fact]
    public void LinksThatLeadToNothingOrToEachOtherAreFilesThatCannotBeOpened()
    {
        Write("z.log");
        File.CreateSymbolicLink(In("a.log"), In("b.log"));
        File.CreateSymbolicLink(In("b.log"), In("a.log"));
        File.CreateSymbolicLink(In("gone.log"), In("none"));

        Assert.Equal(["a.log", "b.log", "gone.log", "z.log"], Find(recurse: true));
        Assert.Throws<FileFaultException>(() => InputFile.Open(In("a.log")));
    }

    [Fact]
    public void AFolderThatCannotBeReadIsToldOnceAndTheRestGoesOn()
    {
        Write("a.log", "gone/b.log", "sub/c.log");
        List<string> found = [];
        FileWalk walk = Walk(recurse: true);

        foreach (FoundFile file in walk.Files(_folder).Concat(walk.Files(In("gone"))))
        {
            found.Add(Path.GetFileName(file.Path));
            // It was listed already, and is now nothing that can be.
            if (Directory.Exists(In("gone")))
                Directory.Delete(In("gone"), recursive: true);
        }

        Assert.Equal(["a.log", "c.log"], found.Take(2));
        FileFaultException fault = Assert.Single(_faults);
        Assert.Equal((FileFault.FolderNotReadable, In("gone")), (fault.Fault, fault.Path));
    }

    [Fact]
    public void FoldersWithoutEndEnd()
    {
        string path = _folder;
        for (int i = 0; i < 100; i++)
            path = Path.Combine(path, "d");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "a.log"), "");

        Assert.Empty(Walk(recurse: true).Files(_folder));
        Assert.Equal(FileFault.FolderNotReadable, Assert.Single(_faults).Fault);
    }

    [Theory]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/stdin-is-none", null)]
    public void DevicesAreKnownBeforeTheyAreOpened(string path, string? kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix has these paths.");
        Assert.Equal(kind, FileKind.Special(path));
    }

    [Fact]
    public void PipesAndSocketsAreKnownBeforeTheyAreOpened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix has these kinds.");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", In("pipe")))
            mkfifo.WaitForExit();
        using System.Net.Sockets.Socket socket = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(In("socket")));
        File.CreateSymbolicLink(In("link"), In("pipe"));

        Assert.Equal("a named pipe", FileKind.Special(In("pipe")));
        Assert.Equal("a named pipe", FileKind.Special(In("link")));
        Assert.Equal("a socket", FileKind.Special(In("socket")));
        Assert.Null(FileKind.Special(_folder));
        Assert.Equal(FileFault.FileNotRegular, Assert.Throws<FileFaultException>(() => InputFile.Open(In("pipe"))).Fault);
    }

    [Fact]
    public void AFileIsReadUpToItsLimit()
    {
        File.WriteAllText(In("a"), "12345");

        Assert.Equal("12345"u8.ToArray(), InputFile.ReadAll(In("a"), 5, TestContext.Current.CancellationToken));
        Assert.Equal(FileFault.FileTooLarge, Assert.Throws<FileFaultException>(() => InputFile.ReadAll(In("a"), 4, TestContext.Current.CancellationToken)).Fault);
    }

    private string In(string name) => Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar));

    private FileWalk Walk(bool recurse) => new(recurse, _faults.Add);

    private IEnumerable<string> Find(bool recurse) => Walk(recurse).Files(_folder).Select(file => Path.GetRelativePath(_folder, file.Path).Replace('\\', '/'));

    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
            File.WriteAllText(In(name), "");
        }
    }
}

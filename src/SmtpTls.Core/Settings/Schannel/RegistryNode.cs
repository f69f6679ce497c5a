namespace SmtpTls.Schannel;

/// <summary>A key of the registry with what is below it, so that a key is deleted with all of that in one step.</summary>
internal sealed class RegistryNode
{
    private readonly Dictionary<string, RegistryNode> _below = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The values by name.</summary>
    public Dictionary<string, object> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The key of that path below this one; <see langword="null"/> where there is none.</summary>
    public RegistryNode? Find(string path)
    {
        RegistryNode? node = this;
        foreach (string name in path.Split('\\'))
        {
            if (!node._below.TryGetValue(name, out node))
                return null;
        }

        return node;
    }

    /// <summary>The key of that path, made where there is none.</summary>
    public RegistryNode Make(string path)
    {
        RegistryNode node = this;
        foreach (string name in path.Split('\\'))
        {
            if (!node._below.TryGetValue(name, out RegistryNode? below))
                node._below.Add(name, below = new RegistryNode());
            node = below;
        }

        return node;
    }

    /// <summary>Deletes the key of that path and all below it.</summary>
    public void Remove(string path)
    {
        int last = path.LastIndexOf('\\');
        (last < 0 ? this : Find(path.Substring(0, last)))?._below.Remove(path.Substring(last + 1));
    }
}

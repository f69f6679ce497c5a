# Debian's OpenSSH server on a free port of loopback, with keys of its own, whose powershell subsystem is the pwsh that runs this.

function Start-SshServer {
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "smtptls-ssh-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $folder
    chmod 700 $folder
    foreach ($key in 'host', 'user') { ssh-keygen -q -t ed25519 -N '' -f "$folder/$key" }
    Copy-Item "$folder/user.pub" "$folder/authorized_keys"
    chmod 600 "$folder/authorized_keys"

    # The tool's process is dotnet, which is given the path of pwsh.dll.
    $process = (Get-Process -Id $PID).Path
    $pwsh = if ([System.IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet') { "$process $PSHOME/pwsh.dll" } else { $process }
    # shared/Microsoft.NETCore.App/<version>/ lies below the folder of dotnet; the tool's own pwsh looks for it there.
    $runtime = [System.IO.Path]::GetFullPath((Join-Path ([System.Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()) '../../..'))
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    Set-Content -LiteralPath "$folder/config" -Value @(
        "Port $port"
        'ListenAddress 127.0.0.1'
        "HostKey $folder/host"
        "AuthorizedKeysFile $folder/authorized_keys"
        "PidFile $folder/pid"
        'StrictModes no'
        'UsePAM no'
        'PasswordAuthentication no'
        'KbdInteractiveAuthentication no'
        'PermitRootLogin prohibit-password'
        "SetEnv HOME=$HOME DOTNET_ROOT=$runtime"
        "Subsystem powershell $pwsh -sshs -NoLogo -NoProfile"
    )
    if ((id -u) -eq 0) { $null = New-Item -ItemType Directory -Path /run/sshd -Force }
    $server = Start-Process -FilePath /usr/sbin/sshd -ArgumentList '-D', '-e', '-f', "$folder/config" -PassThru -RedirectStandardError "$folder/log"
    $until = [datetime]::UtcNow.AddSeconds(20)
    while (-not (Select-String -LiteralPath "$folder/log" -Pattern 'Server listening' -Quiet -ErrorAction Ignore) -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 50 }
    [pscustomobject] @{
        Process = $server
        Folder = $folder
        Connection = @{
            HostName = '127.0.0.1'
            Port = $port
            UserName = (id -un)
            KeyFilePath = "$folder/user"
            Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
        }
    }
}

function Stop-SshServer($Server) {
    if (-not $Server -or -not (Test-Path -LiteralPath $Server.Folder)) { return }
    if (-not $Server.Process.HasExited) { $Server.Process.Kill() }
    Remove-Item -LiteralPath $Server.Folder -Recurse -Force
}
